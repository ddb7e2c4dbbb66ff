package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.reseller.OrderId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intent in one JVM after the other, each with a key and a CSR of its own. */
class NewProcessTest {

    @TempDir
    Path folder;

    private static final List<Child> JVMS = List.of(Child.start(), Child.start(), Child.start());

    @AfterAll
    static void endChildren() {
        JVMS.forEach(Child::close);
    }

    @Test
    void at_Realtime_with_a_SQLite_book() throws Exception {
        try (StubReseller stub = RealtimeStub.start()) {
            oneOrder(stub, Scene.sqlite(folder), true);
        }
    }

    @Test
    void at_regfish_with_a_SQLite_book() throws Exception {
        try (StubReseller stub = RegfishStub.start()) {
            oneOrder(stub, Scene.sqlite(folder), false);
        }
    }

    @Test
    void at_Realtime_with_a_PostgreSQL_book() throws Exception {
        try (StubReseller stub = RealtimeStub.start()) {
            oneOrder(stub, Databases.emptySchema(), true);
        }
    }

    private void oneOrder(StubReseller stub, BookPlace book, boolean quoted) throws Exception {
        try (Scene scene = new Scene(stub, (step, action) -> action.run(), book, folder, quoted)) {
            String first = end(0, scene.errand());
            assertThat(first).startsWith(OrderingProcess.DONE);
            int passed = scene.relay().passed();

            assertThat(end(1, scene.errand())).isEqualTo(first);
            assertThat(end(2, scene.errand().otherProduct()))
                    .startsWith(OrderingProcess.FAILED + "IntentMismatchException")
                    .contains("nothing was sent");

            assertThat(scene.relay().passed()).isEqualTo(passed);
            scene.assertOrderedOnceAs(OrderId.parse(first.substring(OrderingProcess.DONE.length())));
        }
    }

    /** How an errand ends that nobody stops on its way, in a process that knows nothing of the errands of the others. */
    private static String end(int jvm, Errand errand) throws InterruptedException {
        Stage stage = new Stage();
        stage.setFree();
        JVMS.get(jvm).send(errand, stage);
        return stage.end();
    }
}
