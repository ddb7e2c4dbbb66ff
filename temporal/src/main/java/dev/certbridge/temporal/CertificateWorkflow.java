package dev.certbridge.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Keeps one certificate valid, or all certificates of one group. The workflow never ends by itself. To stop renewals,
 * cancel or terminate the workflow. Its orders stay in the order book.
 */
@WorkflowInterface
public interface CertificateWorkflow {

    /**
     * Checks the certificates at once. Afterwards, checks the certificates whenever one of them becomes due, at least
     * once a day and at most once a minute.
     */
    @WorkflowMethod
    void keep(List<CertificateInput> certificates);

    /** Replaces the specifications and checks the certificates. */
    @SignalMethod
    void change(List<CertificateInput> certificates);

    /** Checks the certificates now, and does not wait for the time of the next check. */
    @SignalMethod
    void check();

    /** Returns the result of the last check; an empty list before the first check. */
    @QueryMethod
    List<CertificateStatus> status();
}
