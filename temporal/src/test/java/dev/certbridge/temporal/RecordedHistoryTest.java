package dev.certbridge.temporal;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        WorkflowReplayer.replayWorkflowExecution(
                Files.readString(FOLDER.resolve(name + ".json")),
                CertificateWorkflowImpl.class,
                OrderWaitWorkflowImpl.class);
    }

    /** Writes a history if the property is set. */
    static void record(String name, WorkflowExecutionHistory history) throws IOException {
        if (Boolean.getBoolean("histories.record")) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".json"), history.toJson(true) + "\n");
        }
    }
}
