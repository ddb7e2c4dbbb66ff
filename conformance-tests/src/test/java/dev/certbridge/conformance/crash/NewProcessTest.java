package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.reseller.OrderId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intent in one JVM after the other, each with a key and a CSR of its own. */
class NewProcessTest {

    @TempDir
    Path folder;

    private static final Nursery CHILDREN = new Nursery();

    @AfterAll
    static void endChildren() {
        CHILDREN.close();
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
            String first = end(scene.errand());
            assertThat(first).startsWith(OrderingProcess.DONE);
            int passed = scene.relay().passed();

            assertThat(end(scene.errand())).isEqualTo(first);
            assertThat(end(scene.errand().otherProduct()))
                    .startsWith(OrderingProcess.FAILED + "IntentMismatchException")
                    .contains("nothing was sent");

            assertThat(scene.relay().passed()).isEqualTo(passed);
            scene.assertOrderedOnceAs(OrderId.parse(first.substring(OrderingProcess.DONE.length())));
        }
    }

    /** How a new process ends that nobody stops on its way. */
    private static String end(Errand errand) throws InterruptedException {
        Stage stage = new Stage();
        stage.setFree();
        try (Child child = CHILDREN.next()) {
            child.send(errand, stage);
            return stage.end();
        }
    }
}
