package dev.certbridge.temporal;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.Map;

/** Registers the workflows and activities of a fleet at a worker. */
public final class FleetWorker {

    private FleetWorker() {}

    /** Registers the activities, and the workflows with the default time limits. */
    public static void register(Worker worker, FleetActivities activities) {
        // A check of a group can contain several orders, each with a quote and with pauses that the reseller requests.
        register(worker, activities, Duration.ofMinutes(15), Duration.ofMinutes(1));
    }

    /**
     * Registers the workflows and the activities.
     *
     * @param check the time limit of a check, after which the check is repeated
     * @param heartbeat the longest time between two heartbeats of a wait, after which the wait is repeated
     */
    public static void register(Worker worker, FleetActivities activities, Duration check, Duration heartbeat) {
        RetryOptions retries = RetryOptions.newBuilder()
                .setInitialInterval(heartbeat.dividedBy(2))
                .setMaximumInterval(Duration.ofMinutes(10))
                .setDoNotRetry(IllegalArgumentException.class.getName())
                .build();
        ActivityOptions.Builder options = ActivityOptions.newBuilder().setRetryOptions(retries);
        worker.registerWorkflowImplementationTypes(
                WorkflowImplementationOptions.newBuilder()
                        .setActivityOptions(Map.of(
                                "Check", options.setStartToCloseTimeout(check).build(),
                                "Await",
                                        options.setStartToCloseTimeout(Duration.ofMinutes(30))
                                                .setHeartbeatTimeout(heartbeat)
                                                .build()))
                        .build(),
                CertificateWorkflowImpl.class,
                OrderWaitWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities);
    }
}
