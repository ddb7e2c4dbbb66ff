package dev.certbridge.temporal;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;

/**
 * Waits for all open orders at one reseller. The first open order starts the workflow. The workflow ends when no order
 * is open. One shared wait for ten thousand orders sends two hundred requests in each round. Ten thousand separate
 * waits would send ten thousand requests in each round.
 */
@WorkflowInterface
public interface OrderWaitWorkflow {

    /**
     * Waits for the orders of these intents, and of the intents that {@link #add} adds.
     *
     * @param open the ids of the certificate workflows by intent
     */
    @WorkflowMethod
    void await(String reseller, Map<String, String> open);

    /** Adds the open orders of a certificate workflow. An order that is already awaited is not added again. */
    @SignalMethod
    void add(String workflowId, List<String> intents);
}
