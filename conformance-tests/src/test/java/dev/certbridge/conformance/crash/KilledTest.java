package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that orders, or asks for a price, is killed with SIGKILL at every step: before and after everything its
 * book commits, and whenever the server has read or written something. A first command of each kind runs to its end and
 * lists the steps. Then one process stops at all of them, each with an order, a book and a proxy of its own, and is
 * killed.
 */
class KilledTest {

    @TempDir
    static Path folder;

    private static final Map<Killed, CrashPoint> STOPPED = new LinkedHashMap<>();
    private static final List<Arguments> ORDERS = new ArrayList<>();
    private static RealtimeStub realtime;
    private static StubReseller regfish;
    private static RealtimeStub orderingQuotes;
    private static List<Killed> quotes;

    @BeforeAll
    static void kill() throws Exception {
        realtime = RealtimeStub.start();
        regfish = RegfishStub.start();
        orderingQuotes = RealtimeStub.start().takesQuotesForOrders();
        Callable<BookLocation> sqlite = () -> BookLocation.sqlite(folder);
        try (ChildProcess child = ChildProcess.start()) {
            // A quote precedes the order at Realtime, so the steps of the order have number 2.
            assertSteps(
                            "Realtime, SQLite",
                            new Commands(child, realtime, sqlite, true, false, false).stopAt(step -> true))
                    .containsSubsequence(
                            "begin 2: after",
                            "maySend 2: before",
                            "maySend 2: after",
                            "write 2: first byte",
                            "write 2: request read",
                            "write 2: carried out",
                            "write 2: head passed",
                            "answered 2: before",
                            "answered 2: after",
                            "write 2: answer passed")
                    .doesNotContain("settle 2: before");
            // The id is in the body, which arrives after the head is in the book.
            assertSteps(
                            "regfish, SQLite",
                            new Commands(child, regfish, sqlite, false, false, false).stopAt(step -> true))
                    .containsSubsequence(
                            "listing 1: before",
                            "listing 1: after",
                            "keepListing 1: before",
                            "keepListing 1: after",
                            "begin 1: after",
                            "answered 1: after",
                            "write 1: answer passed",
                            "settle 1: before",
                            "settle 1: after");
            // The id is in the body, which arrives with the head: one commit stores both.
            assertSteps(
                            "regfish, whole responses",
                            new Commands(child, regfish, sqlite, false, false, true)
                                    .stopAt(step -> step.matches("(answered|write 1: answer).*")))
                    .containsExactly("write 1: answer passed", "answered 1: before", "answered 1: after");
            // Only the steps of the book: those of the connections do not depend on the book.
            assertSteps(
                            "Realtime, PostgreSQL",
                            new Commands(child, realtime, Databases::emptySchema, false, false, false)
                                    .stopAt(step -> !step.matches("(read|write).*")))
                    .isNotEmpty();
            quotes = new Commands(child, orderingQuotes, sqlite, false, true, false).stopAt(step -> true);
            // Only a head that was passed on may have reached the client already.
            assertThat(STOPPED.values())
                    .flatExtracting(CrashPoint::reachedSince)
                    .allSatisfy(step -> assertThat(step).matches("answered \\d: before"));
            child.kill();
        } finally {
            STOPPED.values().forEach(CrashPoint::release);
        }
    }

    private static ListAssert<String> assertSteps(String command, List<Killed> killed) {
        killed.forEach(order -> ORDERS.add(Arguments.of(command, order)));
        return assertThat(killed.stream().map(Killed::toString).toList());
    }

    @AfterAll
    static void close() {
        for (StubReseller stub : List.of(realtime, regfish, orderingQuotes)) {
            stub.close();
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    static List<Arguments> orders() {
        return ORDERS;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("orders")
    void an_order_is_placed_once(String command, Killed order) {
        order.assertPlacedOnce();
    }

    static List<Killed> quotes() {
        return quotes;
    }

    /** The reseller takes the quote for an order: it is found by way of the book. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("quotes")
    void a_standalone_quote_that_became_an_order_is_found(Killed quote) {
        try (CrashScenario scenario = quote.scenario()) {
            scenario.proxy().awaitQuiet();
            boolean begun = quote.steps().contains("begin 1: after");
            boolean settled = quote.steps().contains("answered 1: after");
            assertThat(scenario.booked()).hasSizeLessThanOrEqualTo(begun ? 1 : 0);
            try (SpendLog book = scenario.bookLater();
                    CertificateReseller reseller = scenario.command().connect(book)) {
                assertThat(book.unresolved())
                        .hasSize(begun && !settled ? 1 : 0)
                        .allMatch(attempt -> attempt.type() == SpendType.STANDALONE_QUOTE);
                for (Attempt open : book.unresolved()) {
                    scenario.reconcile(book, reseller, open);
                }
            }
            assertBookedWithoutIntent(scenario);
        }
    }

    private static void assertBookedWithoutIntent(CrashScenario scenario) {
        try (SpendLog book = scenario.book()) {
            assertThat(book.unresolved()).isEmpty();
            for (String id : scenario.booked()) {
                assertThat(book.orders(scenario.target(), id))
                        .singleElement()
                        .returns(Optional.empty(), KnownOrder::intent);
            }
        }
    }

    /** Commands of one kind for a child process. */
    private record Commands(
            ChildProcess child,
            StubReseller stub,
            Callable<BookLocation> books,
            boolean quoted,
            boolean quoteOnly,
            boolean wholeResponses) {

        /** Runs one command to its end, and stops another one at each of its wanted steps. */
        List<Killed> stopAt(Predicate<String> wanted) throws Exception {
            List<Killed> killed = new ArrayList<>();
            for (String step : steps().stream().filter(wanted).toList()) {
                Killed stopped = start(step);
                assertThat(stopped.steps()).last().isEqualTo(step);
                killed.add(stopped);
            }
            return killed;
        }

        private List<String> steps() throws Exception {
            Killed ended = start("");
            try (CrashScenario scenario = ended.scenario()) {
                String end = ended.toString();
                assertThat(scenario.booked()).hasSize(1);
                if (quoteOnly) {
                    assertThat(end).startsWith(OrderingProcess.FAILED + "OutcomeUnknownException");
                    assertThat(ended.steps())
                            .containsSubsequence(
                                    "begin 1: after",
                                    "write 1: first byte",
                                    "write 1: carried out",
                                    "answered 1: after");
                    assertBookedWithoutIntent(scenario);
                } else {
                    assertThat(end).startsWith(OrderingProcess.DONE);
                }
                return ended.steps().subList(0, ended.steps().size() - 1);
            }
        }

        private Killed start(String last) throws Exception {
            CrashPoint crashPoint = new CrashPoint();
            PausableProxy proxy = new PausableProxy(stub.uri(), crashPoint, wholeResponses);
            CrashScenario scenario = new CrashScenario(stub, proxy, books.call(), folder, quoted);
            child.send(quoteOnly ? scenario.command().asQuote() : scenario.command(), crashPoint);
            Killed killed = new Killed(scenario, crashPoint.runTo(last));
            if (!CrashPoint.isEnd(killed.toString())) {
                STOPPED.put(killed, crashPoint);
            }
            return killed;
        }
    }

    /** A command that was in progress when its process was killed. */
    record Killed(CrashScenario scenario, List<String> steps) {

        void assertPlacedOnce() {
            try (scenario) {
                scenario.proxy().awaitQuiet();
                scenario.assertBookMatches(steps);
                scenario.assertOrderedOnceAs(scenario.recover());
            }
        }

        @Override
        public String toString() {
            return steps.get(steps.size() - 1);
        }
    }
}
