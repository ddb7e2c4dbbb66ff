package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process is stopped with SIGSTOP between its claim and its last look. Meanwhile another host gives the attempt up and
 * orders itself; then the first goes on, and must not send.
 */
class StoppedTest {

    @TempDir
    static Path folder;

    private static final ChildProcess CHILD = ChildProcess.start();
    private static StubReseller realtime;
    private static StubReseller regfish;

    @BeforeAll
    static void open() {
        realtime = RealtimeStub.start();
        regfish = RegfishStub.start();
    }

    @AfterAll
    static void close() {
        CHILD.close();
        realtime.close();
        regfish.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin 2: after", "maySend 2: before"})
    void with_a_SQLite_book_at_Realtime(String step) throws Exception {
        stopAt(step, realtime, CrashScenario.sqlite(folder), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin 1: after", "maySend 1: before"})
    void with_a_SQLite_book_at_regfish(String step) throws Exception {
        stopAt(step, regfish, CrashScenario.sqlite(folder), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin 2: after", "maySend 2: before"})
    void with_a_PostgreSQL_book_at_Realtime(String step) throws Exception {
        stopAt(step, realtime, Databases.emptySchema(), true);
    }

    private static void stopAt(String step, StubReseller stub, BookLocation place, boolean quoted) throws Exception {
        CrashPoint stage = new CrashPoint();
        try (CrashScenario scene = new CrashScenario(stub, stage, place, folder, quoted)) {
            CHILD.send(scene.errand(), stage);
            assertThat(stage.playTo(step)).last().isEqualTo(step);
            CHILD.stop();
            // It may go on now, as far as we are concerned, and cannot.
            stage.setFree();

            OrderId other = orderOnAnotherHost(scene);
            int passed = scene.relay().passed();
            CHILD.resume();
            assertThat(stage.end()).startsWith(OrderingProcess.FAILED + "NotSentException");
            scene.relay().awaitQuiet();
            assertThat(scene.relay().passed()).isEqualTo(passed);
            scene.assertOrderedOnceAs(other);
        }
    }

    private static OrderId orderOnAnotherHost(CrashScenario scene) {
        try (SpendLog tooEarly = scene.book()) {
            assertThatThrownBy(() -> scene.order(tooEarly))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("nothing was sent now");
            assertThatIllegalStateException()
                    .isThrownBy(() -> tooEarly.abandon(tooEarly.unresolved().get(0), "nothing was there"))
                    .withMessageContaining("may be on its way until");
        }
        try (SpendLog book = scene.bookLater();
                CertificateReseller reseller = scene.errand().connect(book)) {
            Attempt attempt = book.unresolved().get(0);
            assertThat(reseller.orders().reconcile(attempt)).isInstanceOf(Reconciliation.NotListed.class);
            book.abandon(attempt, "nothing was there");
            return scene.errand().order(reseller).id();
        }
    }
}
