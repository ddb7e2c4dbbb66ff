package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that asks for a price without an intent is killed at every step, and the reseller takes the question for an
 * order: whoever comes after finds what was ordered by way of the book.
 */
class QuestionKilledTest {

    @TempDir
    static Path folder;

    private static RealtimeStub realtime;

    @BeforeAll
    static void open() {
        realtime = RealtimeStub.start().takesQuotesForOrders();
    }

    @AfterAll
    static void close() {
        realtime.close();
        assertThat(realtime.contractViolations()).isEmpty();
    }

    static Stream<Killed> steps() throws Exception {
        Map<Killed, CrashPoint> standing = new LinkedHashMap<>();
        try (ChildProcess child = ChildProcess.start()) {
            for (String step : rehearse(child)) {
                CrashPoint stage = new CrashPoint();
                CrashScenario scene = scene(stage);
                child.send(scene.errand().asking(), stage);
                List<String> played = stage.playTo(step);
                assertThat(played).last().isEqualTo(step);
                standing.put(new Killed(scene, played), stage);
            }
            child.kill();
        }
        standing.values().forEach(CrashPoint::setFree);
        return standing.keySet().stream();
    }

    private static List<String> rehearse(ChildProcess child) throws Exception {
        CrashPoint stage = new CrashPoint();
        try (CrashScenario scene = scene(stage)) {
            child.send(scene.errand().asking(), stage);
            List<String> steps = stage.playTo("");
            assertThat(steps)
                    .containsSubsequence(
                            "begin 1: after", "write 1: first byte", "write 1: carried out", "settle 1: after");
            assertThat(steps.get(steps.size() - 1)).startsWith(OrderingProcess.FAILED + "OutcomeUnknownException");
            assertThat(scene.booked()).hasSize(1);
            assertKnown(scene);
            return steps.subList(0, steps.size() - 1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void a_question_taken_for_an_order(Killed question) throws InterruptedException {
        try (CrashScenario scene = question.scene()) {
            scene.relay().awaitQuiet();
            boolean begun = question.steps().contains("begin 1: after");
            boolean settled = question.steps().contains("settle 1: after");
            assertThat(scene.booked()).hasSizeLessThanOrEqualTo(begun ? 1 : 0);
            try (SpendLog book = scene.bookLater()) {
                assertThat(book.unresolved())
                        .hasSize(begun && !settled ? 1 : 0)
                        .allMatch(attempt -> attempt.verb() == SpendType.STANDALONE_QUOTE);
                for (Attempt open : book.unresolved()) {
                    resolve(scene, book, open);
                }
            }
            assertKnown(scene);
        }
    }

    /** A question that was on its way when its process was killed, and what was done until then. */
    record Killed(CrashScenario scene, List<String> steps) {
        @Override
        public String toString() {
            return steps.get(steps.size() - 1);
        }
    }

    private static CrashScenario scene(CrashPoint stage) throws Exception {
        return new CrashScenario(realtime, stage, CrashScenario.sqlite(folder), folder, false);
    }

    /** Looks, and decides as a person would who sees the one order that there can be. */
    private static void resolve(CrashScenario scene, SpendLog book, Attempt open) {
        try (CertificateReseller reseller = scene.errand().connect(book)) {
            Reconciliation found = reseller.orders().reconcile(open);
            if (scene.booked().isEmpty()) {
                assertThat(found).isInstanceOf(Reconciliation.NotListed.class);
                book.abandon(open, "nothing was there");
            } else {
                List<OrderId> ids = found instanceof Reconciliation.Candidates candidates
                        ? candidates.ids()
                        : List.of(((Reconciliation.Placed) found).id());
                assertThat(ids).extracting(OrderId::providerId).isEqualTo(scene.booked());
                book.settle(open, new Reconciliation.Placed(ids.get(0)));
            }
        }
    }

    /** Nothing is open, and what was booked stands in the book as wanted by no intent. */
    private static void assertKnown(CrashScenario scene) {
        String target = OrderId.target("realtime", scene.errand().uri().getAuthority(), RealtimeStub.CUSTOMER);
        try (SpendLog book = scene.book()) {
            assertThat(book.unresolved()).isEmpty();
            for (String id : scene.booked()) {
                assertThat(book.orders(target, id)).singleElement().returns(Optional.empty(), KnownOrder::intent);
            }
        }
    }
}
