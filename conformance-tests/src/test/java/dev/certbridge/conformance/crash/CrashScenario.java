package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubReseller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One order of one name at a stub: a book and a way to the stub of its own. The stub runs in the process of the test, so in
 * another one than the child.
 */
final class CrashScenario implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final StubReseller stub;
    private final PausableProxy relay;
    private final ChildCommand errand;

    CrashScenario(StubReseller stub, PausableProxy.Steps steps, BookLocation book, Path folder, boolean quoted)
            throws IOException {
        this.stub = stub;
        this.relay = new PausableProxy(stub.uri(), steps);
        String name = "w" + NAMES.incrementAndGet() + ".example.com";
        Path rescues = Files.createTempDirectory(folder, "rescues");
        this.errand = new ChildCommand(stub.name(), relay.uri(), book, rescues, name, name, quoted, false);
    }

    /** In a SQLite file of its own. */
    static BookLocation sqlite(Path folder) throws IOException {
        return new BookLocation.Sqlite(Files.createTempDirectory(folder, "book").resolve("orders.db"));
    }

    PausableProxy relay() {
        return relay;
    }

    ChildCommand errand() {
        return errand;
    }

    /** The reseller's own ids of what it booked for the name. */
    List<String> booked() {
        return stub.ledger().entries().stream()
                .filter(entry -> entry.names().contains(errand.name()))
                .map(Ledger.Entry::orderId)
                .toList();
    }

    /** The book as it is now, by somebody else. */
    SpendLog book() {
        return errand.book().open(errand.rescues());
    }

    /** The book, when everybody else's leave is over. */
    SpendLog bookLater() {
        return errand.book().openLater(errand.rescues());
    }

    /** Orders again from this process, with a key that the other one did not have. */
    OrderId order(SpendLog book) {
        try (CertificateReseller reseller = errand.connect(book)) {
            return errand.order(reseller).id();
        }
    }

    /** What must hold in the end: one order, and the intent stands for it without another word to the reseller. */
    void assertOrderedOnceAs(OrderId id) {
        assertThat(booked()).as("booked").containsExactly(id.providerId());
        int before = relay.passed();
        try (SpendLog book = bookLater()) {
            assertThat(book.unresolved()).isEmpty();
            assertThat(book.knows(id.target(), id.providerId())).isTrue();
            assertThat(order(book)).isEqualTo(id);
        }
        assertThat(relay.passed()).as("requests for a known order").isEqualTo(before);
    }

    @Override
    public void close() {
        relay.close();
    }
}
