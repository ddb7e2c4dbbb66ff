package dev.certbridge.temporal;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays histories that an earlier version wrote. If this test fails, workflows that run at the users fail too: keep the
 * old code for them with {@code Workflow.getVersion}. {@code -Dhistories.record=true} records new histories.
 */
class RecordedHistoryTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "histories");

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "orders"})
    void a_recorded_history_is_replayed_by_the_code_of_today(String name) throws Exception {
        replay(List.of(WorkflowExecutionHistory.fromJson(Files.readString(FOLDER.resolve(name + ".json")))));
    }

    /** Throws if the code of today does something else than the histories say. */
    static void replay(List<WorkflowExecutionHistory> histories) throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance()) {
            Worker worker = temporal.newWorker("replay", TemporalFleet.SLOW_MACHINE);
            FleetWorker.register(worker, new FleetActivities() {
                @Override
                public List<CertificateStatus> check(List<CertificateInput> certificates) {
                    throw new IllegalStateException("a replay calls no activity");
                }

                @Override
                public List<String> await(String reseller, Map<String, String> open) {
                    throw new IllegalStateException("a replay calls no activity");
                }
            });
            WorkflowReplayer.replayWorkflowExecutions(histories, true, worker);
        }
    }

    /** Writes a history if the property is set. */
    static void record(String name, WorkflowExecutionHistory history) throws IOException {
        if (Boolean.getBoolean("histories.record")) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".json"), history.toJson(true) + "\n");
        }
    }
}
