package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One intent in several processes: one after the other, and one that is stopped meanwhile. */
class OtherProcessTest {

    private static final List<ChildProcess> CHILDREN = List.of(ChildProcess.start(), ChildProcess.start());

    @TempDir
    static Path folder;

    private static StubReseller realtime;
    private static StubReseller regfish;

    @BeforeAll
    static void open() {
        realtime = RealtimeStub.start();
        regfish = RegfishStub.start();
    }

    @AfterAll
    static void close() {
        CHILDREN.forEach(ChildProcess::close);
        realtime.close();
        regfish.close();
    }

    private static CrashScenario scenario(String reseller, String database, PausableProxy.Steps steps)
            throws Exception {
        BookLocation book = database.equals("SQLite") ? BookLocation.sqlite(folder) : Databases.emptySchema();
        boolean quoted = reseller.equals("Realtime");
        return new CrashScenario(quoted ? realtime : regfish, steps, book, folder, quoted);
    }

    /** Each process has a key and a CSR of its own. */
    @ParameterizedTest
    @CsvSource({"Realtime, SQLite", "regfish, SQLite", "Realtime, PostgreSQL"})
    void a_new_process_gets_the_order_of_an_earlier_one(String reseller, String database) throws Exception {
        try (CrashScenario scenario = scenario(reseller, database, (step, action) -> action.run())) {
            String first = end(CHILDREN.get(0), scenario.command());
            assertThat(first).startsWith(OrderingProcess.DONE);
            int passed = scenario.proxy().passed();

            assertThat(end(CHILDREN.get(1), scenario.command())).isEqualTo(first);
            // The third process is this one.
            try (SpendLog book = scenario.book();
                    CertificateReseller client = scenario.command().connect(book)) {
                assertThatThrownBy(() -> scenario.command().otherProduct().order(client))
                        .isInstanceOf(IntentMismatchException.class)
                        .hasMessageContaining("nothing was sent");
            }

            assertThat(scenario.proxy().passed()).isEqualTo(passed);
            scenario.assertOrderedOnceAs(OrderId.parse(first.substring(OrderingProcess.DONE.length())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQLite", "PostgreSQL"})
    void a_process_shares_the_listing_that_another_one_read(String database) throws Exception {
        try (CrashScenario scenario = scenario("regfish", database, (step, action) -> action.run())) {
            long before = regfish.journal().received("listCertificates");
            assertThat(end(CHILDREN.get(0), scenario.command())).startsWith(OrderingProcess.DONE);
            try (SpendLog book = scenario.book();
                    CertificateReseller client = scenario.command().connect(book)) {
                OrderRequest request = OrderRequest.builder("RapidSSL")
                        .csr(KeyAndCsr.ecP256(database.toLowerCase(Locale.ROOT) + ".example.com")
                                .csr())
                        .build();
                client.order(Intent.of("other"), request, Spending.unquoted());
            }
            assertThat(regfish.journal().received("listCertificates")).isEqualTo(before + 1);
        }
    }

    private static String end(ChildProcess child, ChildCommand command) throws InterruptedException {
        CrashPoint crashPoint = new CrashPoint();
        crashPoint.release();
        child.send(command, crashPoint);
        return crashPoint.end();
    }

    /**
     * The process is stopped with SIGSTOP between its begin and its last check. Meanwhile another host abandons the
     * attempt and orders.
     */
    @ParameterizedTest
    @CsvSource({
        "Realtime, SQLite, begin 2: after",
        "Realtime, SQLite, maySend 2: before",
        "regfish, SQLite, begin 1: after",
        "regfish, SQLite, maySend 1: before",
        "Realtime, PostgreSQL, begin 2: after",
        "Realtime, PostgreSQL, maySend 2: before"
    })
    void a_stopped_process_sends_nothing_after_another_host_abandoned_its_attempt(
            String reseller, String database, String step) throws Exception {
        CrashPoint crashPoint = new CrashPoint();
        ChildProcess child = CHILDREN.get(0);
        try (CrashScenario scenario = scenario(reseller, database, crashPoint)) {
            child.send(scenario.command(), crashPoint);
            assertThat(crashPoint.runTo(step)).last().isEqualTo(step);
            child.stop();
            // From here on only SIGSTOP keeps it from continuing.
            crashPoint.release();

            OrderId other = orderOnAnotherHost(scenario);
            int passed = scenario.proxy().passed();
            child.resume();
            assertThat(crashPoint.end()).startsWith(OrderingProcess.FAILED + "NotSentException");
            scenario.proxy().awaitQuiet();
            assertThat(scenario.proxy().passed()).isEqualTo(passed);
            scenario.assertOrderedOnceAs(other);
        }
    }

    private static OrderId orderOnAnotherHost(CrashScenario scenario) {
        try (SpendLog tooEarly = scenario.book()) {
            assertThatThrownBy(() -> scenario.order(tooEarly))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("nothing was sent now");
            assertThatIllegalStateException()
                    .isThrownBy(() -> tooEarly.abandon(tooEarly.unresolved().get(0), "no order listed"))
                    .withMessageContaining("may be in progress until");
        }
        try (SpendLog book = scenario.bookLater();
                CertificateReseller client = scenario.command().connect(book)) {
            Attempt attempt = book.unresolved().get(0);
            assertThat(client.orders().reconcile(attempt)).isInstanceOf(Reconciliation.NotListed.class);
            book.abandon(attempt, "no order listed");
            return scenario.command().order(client).id();
        }
    }
}
