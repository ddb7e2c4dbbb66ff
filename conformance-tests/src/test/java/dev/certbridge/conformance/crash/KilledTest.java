package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.StubReseller;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that orders is killed with SIGKILL at every step: before and after everything its book commits, and whenever
 * the server has read or written something. Which steps there are is found out by letting one go through to the end.
 */
class KilledTest {

    @TempDir
    static Path folder;

    private static final Nursery CHILDREN = new Nursery();
    private static StubReseller realtime;
    private static StubReseller regfish;

    @BeforeAll
    static void open() {
        realtime = RealtimeStub.start();
        regfish = RegfishStub.start();
    }

    @AfterAll
    static void close() {
        CHILDREN.close();
        realtime.close();
        regfish.close();
        assertThat(realtime.contractViolations()).isEmpty();
        assertThat(regfish.contractViolations()).isEmpty();
    }

    /** Realtime asks for the price first; so a step of its order is the second of its kind. */
    static Stream<String> atRealtime() throws Exception {
        List<String> steps = rehearse(realtime, Scene.sqlite(folder), true);
        assertThat(steps)
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
        return steps.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtime")
    void an_order_at_Realtime_in_a_SQLite_book(String step) throws Exception {
        killAt(step, realtime, Scene.sqlite(folder), true);
    }

    static Stream<String> atRegfish() throws Exception {
        return rehearse(regfish, Scene.sqlite(folder), false).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRegfish")
    void an_order_at_regfish_in_a_SQLite_book(String step) throws Exception {
        killAt(step, regfish, Scene.sqlite(folder), false);
    }

    /** The book's own steps: what the connections do is the same whatever the book. */
    static Stream<String> atRealtimeWithPostgres() throws Exception {
        return rehearse(realtime, Databases.emptySchema(), false).stream()
                .filter(step -> !step.matches("(read|write).*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atRealtimeWithPostgres")
    void an_order_at_Realtime_in_a_PostgreSQL_book(String step) throws Exception {
        killAt(step, realtime, Databases.emptySchema(), false);
    }

    private static List<String> rehearse(StubReseller stub, BookPlace book, boolean quoted) throws Exception {
        Stage stage = new Stage();
        try (Scene scene = new Scene(stub, stage, book, folder, quoted)) {
            CHILDREN.next().send(scene.errand(), stage);
            List<String> steps = stage.playTo("");
            assertThat(steps.get(steps.size() - 1)).startsWith(OrderingProcess.DONE);
            assertThat(scene.booked()).hasSize(1);
            return steps.subList(0, steps.size() - 1);
        }
    }

    private static void killAt(String step, StubReseller stub, BookPlace book, boolean quoted) throws Exception {
        Stage stage = new Stage();
        try (Scene scene = new Scene(stub, stage, book, folder, quoted);
                Child child = CHILDREN.next()) {
            child.send(scene.errand(), stage);
            List<String> steps = stage.playTo(step);
            assertThat(steps).last().isEqualTo(step);
            child.kill();
            stage.setFree();
            scene.relay().awaitQuiet();

            Aftermath aftermath = new Aftermath(scene, steps, quoted);
            aftermath.assertBookTellsTheTruth();
            scene.assertOrderedOnceAs(aftermath.recover());
        }
    }
}
