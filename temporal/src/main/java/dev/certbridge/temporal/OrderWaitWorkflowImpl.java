package dev.certbridge.temporal;

import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Repeats the activity that waits for orders, until no order is open. The activity has a time limit. */
public final class OrderWaitWorkflowImpl implements OrderWaitWorkflow {

    /** The number of waits after which the workflow continues as a new run with an empty history. */
    static final int WAITS = 100;

    private final FleetActivities activities = Workflow.newActivityStub(FleetActivities.class);
    private final Map<String, String> waiting = new LinkedHashMap<>();

    @Override
    public void await(String reseller, Map<String, String> open) {
        open.forEach(waiting::putIfAbsent);
        for (int waits = 0; !waiting.isEmpty(); waits++) {
            if (waits == WAITS || Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.newContinueAsNewStub(OrderWaitWorkflow.class).await(reseller, waiting);
            }
            activities.await(reseller, new LinkedHashMap<>(waiting)).forEach(waiting::remove);
        }
    }

    @Override
    public void add(String workflowId, List<String> intents) {
        intents.forEach(intent -> waiting.put(intent, workflowId));
    }
}
