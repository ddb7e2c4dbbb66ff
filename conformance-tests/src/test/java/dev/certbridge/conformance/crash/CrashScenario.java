package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One order of one name at a stub, with a book and a proxy of its own. The stub runs in the process of the test, so not
 * in the child process. Its ledger proves what was ordered.
 */
final class CrashScenario implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final StubReseller stub;
    private final PausableProxy proxy;
    private final ChildCommand command;

    CrashScenario(StubReseller stub, PausableProxy.Steps steps, BookLocation book, Path folder, boolean quoted)
            throws IOException {
        this(stub, new PausableProxy(stub.uri(), steps, false), book, folder, quoted);
    }

    CrashScenario(StubReseller stub, PausableProxy proxy, BookLocation book, Path folder, boolean quoted)
            throws IOException {
        this.stub = stub;
        this.proxy = proxy;
        String name = "w" + NAMES.incrementAndGet() + ".example.com";
        Path recovery = Files.createTempDirectory(folder, "recovery");
        this.command = new ChildCommand(stub.name(), proxy.uri(), book, recovery, name, name, quoted, false);
    }

    /** Starts a scenario that stops at no step of its connections. */
    static CrashScenario uninterrupted(StubReseller stub, BookLocation book, Path folder, boolean quoted)
            throws IOException {
        return new CrashScenario(stub, (step, action) -> action.run(), book, folder, quoted);
    }

    PausableProxy proxy() {
        return proxy;
    }

    ChildCommand command() {
        return command;
    }

    /** Returns the reseller's ids of the orders of the name. */
    List<String> booked() {
        return stub.ledger().entries().stream()
                .filter(entry -> entry.names().contains(command.name()))
                .map(Ledger.Entry::orderId)
                .toList();
    }

    SpendLog book() {
        return command.book().open(command.recovery());
    }

    /** Opens the book as it is once no attempt of another process can be in progress. */
    SpendLog bookLater() {
        return command.book().openLater(command.recovery());
    }

    /** Orders from this process, with a key that the child process does not have. */
    OrderId order(SpendLog book) {
        try (CertificateReseller reseller = command.connect(book)) {
            return command.order(reseller).id();
        }
    }

    /** Asserts that there is one order, and that the intent returns it without a request to the reseller. */
    void assertOrderedOnceAs(OrderId id) {
        assertThat(booked()).as("booked").containsExactly(id.providerId());
        int before = proxy.passed();
        try (SpendLog book = bookLater()) {
            assertThat(book.unresolved()).isEmpty();
            assertThat(book.knows(id.target(), id.providerId())).isTrue();
            assertThat(order(book)).isEqualTo(id);
        }
        assertThat(proxy.passed()).as("requests for a known order").isEqualTo(before);
    }

    /**
     * Asserts that the book of a killed process contains exactly what it did, and never that nothing was sent when
     * something was sent.
     */
    void assertBookMatches(List<String> steps) {
        String quote = command.quoted() ? "1" : "0";
        String order = command.quoted() ? "2" : "1";
        try (SpendLog book = book()) {
            List<Attempt> open = book.unresolved();
            // An id in the head ends the attempt. regfish returns the id in the body, which may arrive with the head.
            boolean idWithHead = steps.contains("answered " + order + ": after")
                    && !(atRegfish() && steps.contains("write " + order + PausableProxy.HEAD));
            if (idWithHead || steps.contains("settle " + order + ": after")) {
                assertThat(open).isEmpty();
                assertThat(booked())
                        .singleElement()
                        .satisfies(id -> assertThat(book.knows(target(), id)).isTrue());
            } else if (steps.contains("begin " + order + ": after")) {
                assertThat(open).singleElement().returns(SpendType.ORDER, Attempt::type);
                if (steps.contains("write " + order + PausableProxy.REQUEST)) {
                    // Also if the order was not booked yet: the stub had read the request, and books it although the
                    // client is dead.
                    assertThat(booked()).hasSize(1);
                } else if (!steps.contains("write " + order + PausableProxy.FIRST_BYTE)) {
                    assertThat(booked()).isEmpty();
                }
            } else {
                boolean quoting =
                        steps.contains("begin " + quote + ": after") && !steps.contains("settle " + quote + ": after");
                assertThat(open).hasSize(quoting ? 1 : 0).allMatch(attempt -> attempt.type() == SpendType.QUOTE);
                assertThat(booked()).isEmpty();
            }
        }
    }

    /** Orders again after a process was killed, and reconciles if the book requires it. */
    OrderId recover() {
        List<String> before = booked();
        try (SpendLog book = bookLater();
                CertificateReseller reseller = command.connect(book)) {
            OrderId id;
            try {
                id = command.order(reseller).id();
            } catch (OutcomeUnknownException locked) {
                assertThat(locked).hasMessageContaining("nothing was sent now");
                reconcile(book, reseller, book.unresolved().get(0));
                id = command.order(reseller).id();
            }
            if (!before.isEmpty()) {
                assertThat(before).containsExactly(id.providerId());
            }
            return id;
        }
    }

    /**
     * Reconciles an attempt with the reseller and settles it. A listing may show no CSR: then a person chooses among
     * the candidates, and here there is only one.
     */
    void reconcile(SpendLog book, CertificateReseller reseller, Attempt attempt) {
        Reconciliation found = reseller.orders().reconcile(attempt);
        if (found instanceof Reconciliation.NotListed) {
            assertThat(booked()).as("not listed").isEmpty();
            book.abandon(attempt, "the reseller lists no order");
            return;
        }
        List<OrderId> ids = found instanceof Reconciliation.Candidates candidates
                ? candidates.ids()
                : List.of(((Reconciliation.Placed) found).id());
        assertThat(ids).extracting(OrderId::providerId).isEqualTo(booked());
        book.settle(attempt, Reconciliation.placed(ids.get(0)));
    }

    String target() {
        String account = atRegfish() ? "-" : RealtimeStub.CUSTOMER;
        return OrderId.target(command.reseller(), command.uri().getAuthority(), account);
    }

    private boolean atRegfish() {
        return command.reseller().equals(Regfish.NAME);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
