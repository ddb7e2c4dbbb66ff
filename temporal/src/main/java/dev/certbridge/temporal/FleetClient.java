package dev.certbridge.temporal;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the workflows of a fleet. */
public final class FleetClient {

    private static final String CERTIFICATE = "certificate/";
    private static final String ORDERS = "orders/";

    private final WorkflowClient client;
    private final String taskQueue;

    /**
     * Creates a client.
     *
     * @param taskQueue the task queue of the workers
     */
    public FleetClient(WorkflowClient client, String taskQueue) {
        this.client = client;
        this.taskQueue = taskQueue;
    }

    /**
     * Starts a workflow for each certificate and each group, or passes the new specifications to the running workflow.
     * If a certificate was moved to a group, cancels the workflow that kept only this certificate valid. Does not
     * cancel the workflow of a group that no longer has members. A call can be repeated safely.
     *
     * @throws IllegalArgumentException an input is not valid. No workflow was started
     */
    public void keep(Collection<CertificateInput> certificates) {
        Map<String, List<CertificateInput>> workflows = new LinkedHashMap<>();
        for (CertificateInput one : certificates) {
            one.spec(Optional.empty(), List.of());
            workflows.computeIfAbsent(workflowId(one), id -> new ArrayList<>()).add(one);
        }
        workflows.forEach((id, together) -> {
            CertificateWorkflow workflow = client.newWorkflowStub(CertificateWorkflow.class, options(taskQueue, id));
            BatchRequest request = client.newSignalWithStartRequest();
            request.add(workflow::keep, together);
            request.add(workflow::change, together);
            client.signalWithStart(request);
            together.stream().filter(one -> one.group().isPresent()).forEach(this::cancelOwn);
        });
    }

    private void cancelOwn(CertificateInput member) {
        try {
            client.newUntypedWorkflowStub(CERTIFICATE + member.id()).cancel();
        } catch (WorkflowNotFoundException e) {
            // The certificate was always in a group.
            return;
        }
    }

    /** Returns the id of the workflow that keeps a certificate valid. */
    public static String workflowId(CertificateInput certificate) {
        return CERTIFICATE + certificate.group().map(group -> "group/" + group).orElse(certificate.id());
    }

    /**
     * Passes open orders to the workflow that waits for all orders at one reseller. Starts the waiting workflow if it
     * is not running.
     */
    static WorkflowExecution addToWait(
            WorkflowClient client, String taskQueue, String reseller, String workflowId, List<String> intents) {
        OrderWaitWorkflow wait = client.newWorkflowStub(OrderWaitWorkflow.class, options(taskQueue, ORDERS + reseller));
        BatchRequest request = client.newSignalWithStartRequest();
        request.add(wait::await, reseller, Map.<String, String>of());
        request.add(wait::add, workflowId, intents);
        return client.signalWithStart(request);
    }

    private static WorkflowOptions options(String taskQueue, String id) {
        return WorkflowOptions.newBuilder()
                .setTaskQueue(taskQueue)
                .setWorkflowId(id)
                .build();
    }
}
