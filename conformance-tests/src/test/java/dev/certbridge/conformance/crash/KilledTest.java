package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that orders is killed with SIGKILL at every step: before and after everything its book commits, and whenever
 * the server has read or written something. Which steps there are is found out by letting one order of each kind go
 * through to the end. One process stands at all of them when it dies, with an order, a book and a way to the reseller for
 * each.
 */
class KilledTest {

    @TempDir
    static Path folder;

    private static StubReseller realtime;
    private static StubReseller regfish;
    private static List<Killed> atRealtime;
    private static List<Killed> atRegfish;
    private static List<Killed> atRealtimeWithPostgres;

    @BeforeAll
    static void kill() throws Exception {
        realtime = RealtimeStub.start();
        regfish = RegfishStub.start();
        Map<Killed, CrashPoint> standing = new LinkedHashMap<>();
        try (ChildProcess child = ChildProcess.start()) {
            atRealtime = stand(child, standing, step -> true, realtime, () -> CrashScenario.sqlite(folder), true);
            atRegfish = stand(child, standing, step -> true, regfish, () -> CrashScenario.sqlite(folder), false);
            // The book's own steps: what the connections do is the same whatever the book.
            atRealtimeWithPostgres = stand(
                    child, standing, step -> !step.matches("(read|write).*"), realtime, Databases::emptySchema, false);
            // Only a head that was passed on may be in the client's hands already.
            assertThat(standing.values())
                    .flatExtracting(CrashPoint::reachedSince)
                    .allSatisfy(step -> assertThat(step).matches("answered \\d: before"));
            child.kill();
        } finally {
            standing.values().forEach(CrashPoint::setFree);
        }
    }

    @AfterAll
    static void close() {
        realtime.close();
        regfish.close();
        assertThat(realtime.contractViolations()).isEmpty();
        assertThat(regfish.contractViolations()).isEmpty();
    }

    /** Realtime asks for the price first; so a step of its order is the second of its kind. */
    static List<Killed> atRealtime() {
        assertThat(atRealtime)
                .extracting(Killed::toString)
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
                        "write 2: answer passed",
                        "settle 2: before",
                        "settle 2: after");
        return atRealtime;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtime")
    void an_order_at_Realtime_in_a_SQLite_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    static List<Killed> atRegfish() {
        return atRegfish;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRegfish")
    void an_order_at_regfish_in_a_SQLite_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    static List<Killed> atRealtimeWithPostgres() {
        return atRealtimeWithPostgres;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtimeWithPostgres")
    void an_order_at_Realtime_in_a_PostgreSQL_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    private static List<String> rehearse(ChildProcess child, StubReseller stub, BookLocation book, boolean quoted)
            throws Exception {
        CrashPoint stage = new CrashPoint();
        try (CrashScenario scene = new CrashScenario(stub, stage, book, folder, quoted)) {
            child.send(scene.errand(), stage);
            List<String> steps = stage.playTo("");
            assertThat(steps.get(steps.size() - 1)).startsWith(OrderingProcess.DONE);
            assertThat(scene.booked()).hasSize(1);
            return steps.subList(0, steps.size() - 1);
        }
    }

    /** Lets one order through, and then stands one at each of its steps that are wanted, with a stage of its own. */
    private static List<Killed> stand(
            ChildProcess child,
            Map<Killed, CrashPoint> standing,
            Predicate<String> wanted,
            StubReseller stub,
            Callable<BookLocation> books,
            boolean quoted)
            throws Exception {
        List<Killed> killed = new ArrayList<>();
        List<String> steps = rehearse(child, stub, books.call(), quoted);
        for (String step : steps.stream().filter(wanted).toList()) {
            CrashPoint stage = new CrashPoint();
            CrashScenario scene = new CrashScenario(stub, stage, books.call(), folder, quoted);
            child.send(scene.errand(), stage);
            List<String> played = stage.playTo(step);
            assertThat(played).last().isEqualTo(step);
            killed.add(new Killed(scene, played, quoted));
            standing.put(killed.get(killed.size() - 1), stage);
        }
        return killed;
    }

    /**
     * An order that was on its way when its process was killed.
     *
     * @param steps what was done, the last one being where it stood
     */
    record Killed(CrashScenario scene, List<String> steps, boolean quoted) {

        void requireNothingLost() throws InterruptedException {
            try (scene) {
                scene.relay().awaitQuiet();
                RecoveryCheck aftermath = new RecoveryCheck(scene, steps, quoted);
                aftermath.assertBookTellsTheTruth();
                scene.assertOrderedOnceAs(aftermath.recover());
            }
        }

        @Override
        public String toString() {
            return steps.get(steps.size() - 1);
        }
    }
}
