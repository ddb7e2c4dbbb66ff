package dev.certbridge.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Keeps one certificate valid, or all certificates of one group. The workflow never ends by itself. Cancel or terminate
 * it to stop renewals; its orders stay in the order book.
 */
@WorkflowInterface
public interface CertificateWorkflow {

    /**
     * Checks the certificates at once. Afterwards, checks them when a certificate is due, but at least once a day and
     * at most once a minute.
     */
    @WorkflowMethod
    void keep(List<CertificateInput> certificates);

    /** Replaces the specifications and checks the certificates. */
    @SignalMethod
    void change(List<CertificateInput> certificates);

    /** Checks the certificates without waiting for the next time. */
    @SignalMethod
    void check();

    /** Returns the result of the last check; an empty list before the first check. */
    @QueryMethod
    List<CertificateStatus> status();
}
