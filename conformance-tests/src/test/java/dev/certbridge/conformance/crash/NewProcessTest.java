package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intent in one JVM after the other, each with a key and a CSR of its own. */
class NewProcessTest {

    @TempDir
    Path folder;

    private static final List<ChildProcess> JVMS = List.of(ChildProcess.start(), ChildProcess.start());

    @AfterAll
    static void endChildren() {
        JVMS.forEach(ChildProcess::close);
    }

    @Test
    void at_Realtime_with_a_SQLite_book() throws Exception {
        try (StubReseller stub = RealtimeStub.start()) {
            oneOrder(stub, CrashScenario.sqlite(folder), true);
        }
    }

    @Test
    void at_regfish_with_a_SQLite_book() throws Exception {
        try (StubReseller stub = RegfishStub.start()) {
            oneOrder(stub, CrashScenario.sqlite(folder), false);
        }
    }

    @Test
    void at_Realtime_with_a_PostgreSQL_book() throws Exception {
        try (StubReseller stub = RealtimeStub.start()) {
            oneOrder(stub, Databases.emptySchema(), true);
        }
    }

    private void oneOrder(StubReseller stub, BookLocation book, boolean quoted) throws Exception {
        try (CrashScenario scene = new CrashScenario(stub, (step, action) -> action.run(), book, folder, quoted)) {
            String first = end(0, scene.errand());
            assertThat(first).startsWith(OrderingProcess.DONE);
            int passed = scene.relay().passed();

            assertThat(end(1, scene.errand())).isEqualTo(first);
            // The third is this one.
            try (OrderBook here = scene.book();
                    CertificateReseller reseller = scene.errand().connect(here)) {
                assertThatThrownBy(() -> scene.errand().otherProduct().order(reseller))
                        .isInstanceOf(IntentMismatchException.class)
                        .hasMessageContaining("nothing was sent");
            }

            assertThat(scene.relay().passed()).isEqualTo(passed);
            scene.assertOrderedOnceAs(OrderId.parse(first.substring(OrderingProcess.DONE.length())));
        }
    }

    /** How an errand ends that nobody stops on its way, in a process that knows nothing of the errands of the others. */
    private static String end(int jvm, ChildCommand errand) throws InterruptedException {
        CrashPoint stage = new CrashPoint();
        stage.setFree();
        JVMS.get(jvm).send(errand, stage);
        return stage.end();
    }
}
