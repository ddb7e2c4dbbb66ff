package dev.certbridge.temporal;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;

/**
 * Waits for all open orders at one reseller. The first open order starts the workflow. The workflow ends when no order
 * is open. To poll ten thousand orders once, one shared wait sends two hundred requests, and ten thousand separate
 * waits send ten thousand requests.
 */
@WorkflowInterface
public interface OrderWaitWorkflow {

    /**
     * Waits for the orders of these intents, and for the orders that {@link #add} adds.
     *
     * @param open a map from the intents of the open orders to the ids of the certificate workflows
     */
    @WorkflowMethod
    void await(String reseller, Map<String, String> open);

    /** Adds the open orders of a certificate workflow. Ignores orders for which the workflow already waits. */
    @SignalMethod
    void add(String workflowId, List<String> intents);
}
