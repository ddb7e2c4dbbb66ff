package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.StubReseller;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that orders is killed with SIGKILL at every step: before and after everything its book commits, and whenever
 * the server has read or written something. Which steps there are is found out by letting one order go through to the
 * end. One process stands at all of them when it dies, with an order, a book and a way to the reseller for each.
 */
class KilledTest {

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
        realtime.close();
        regfish.close();
        assertThat(realtime.contractViolations()).isEmpty();
        assertThat(regfish.contractViolations()).isEmpty();
    }

    /** Realtime asks for the price first; so a step of its order is the second of its kind. */
    static Stream<Killed> atRealtime() throws Exception {
        List<Killed> killed = killed(step -> true, realtime, () -> Scene.sqlite(folder), true);
        assertThat(killed)
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
        return killed.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtime")
    void an_order_at_Realtime_in_a_SQLite_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    static Stream<Killed> atRegfish() throws Exception {
        return killed(step -> true, regfish, () -> Scene.sqlite(folder), false).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRegfish")
    void an_order_at_regfish_in_a_SQLite_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    /** The book's own steps: what the connections do is the same whatever the book. */
    static Stream<Killed> atRealtimeWithPostgres() throws Exception {
        return killed(step -> !step.matches("(read|write).*"), realtime, Databases::emptySchema, false).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtimeWithPostgres")
    void an_order_at_Realtime_in_a_PostgreSQL_book(Killed order) throws InterruptedException {
        order.requireNothingLost();
    }

    private static List<String> rehearse(Child child, StubReseller stub, BookPlace book, boolean quoted)
            throws Exception {
        Stage stage = new Stage();
        try (Scene scene = new Scene(stub, stage, book, folder, quoted)) {
            child.send(scene.errand(), stage);
            List<String> steps = stage.playTo("");
            assertThat(steps.get(steps.size() - 1)).startsWith(OrderingProcess.DONE);
            assertThat(scene.booked()).hasSize(1);
            return steps.subList(0, steps.size() - 1);
        }
    }

    /** One process that lets an order through, then stands at each of its steps that are wanted, and is killed. */
    private static List<Killed> killed(
            Predicate<String> wanted, StubReseller stub, Callable<BookPlace> books, boolean quoted) throws Exception {
        Map<Killed, Stage> standing = new LinkedHashMap<>();
        try (Child child = Child.start()) {
            List<String> steps = rehearse(child, stub, books.call(), quoted);
            for (String step : steps.stream().filter(wanted).toList()) {
                Stage stage = new Stage();
                Scene scene = new Scene(stub, stage, books.call(), folder, quoted);
                child.send(scene.errand(), stage);
                List<String> played = stage.playTo(step);
                assertThat(played).last().isEqualTo(step);
                standing.put(new Killed(scene, played, quoted), stage);
            }
            // Only a head that was passed on may be in the client's hands already.
            assertThat(standing.values())
                    .flatExtracting(Stage::reachedSince)
                    .allSatisfy(step -> assertThat(step).matches("answered \\d: before"));
            child.kill();
        }
        standing.values().forEach(Stage::setFree);
        return List.copyOf(standing.keySet());
    }

    /**
     * An order that was on its way when its process was killed.
     *
     * @param steps what was done, the last one being where it stood
     */
    record Killed(Scene scene, List<String> steps, boolean quoted) {

        void requireNothingLost() throws InterruptedException {
            try (scene) {
                scene.relay().awaitQuiet();
                Aftermath aftermath = new Aftermath(scene, steps, quoted);
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
