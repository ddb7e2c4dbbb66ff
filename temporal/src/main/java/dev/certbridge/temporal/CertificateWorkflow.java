package dev.certbridge.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Keeps one certificate valid, or all certificates of one group. The workflow never ends by itself. To stop renewals,
 * cancel or terminate the workflow. The orders of a cancelled workflow stay in the order book.
 */
@WorkflowInterface
public interface CertificateWorkflow {

    /**
     * Checks the certificates immediately, and again whenever a certificate becomes due. The checks are repeated at
     * least once a day, and at most once a minute.
     */
    @WorkflowMethod
    void keep(List<CertificateInput> certificates);

    /** Replaces the specifications, and then checks the certificates. */
    @SignalMethod
    void change(List<CertificateInput> certificates);

    /** Checks the certificates immediately, before the time of the next regular check. */
    @SignalMethod
    void check();

    /** Returns the result of the last check. The list is empty before the first check. */
    @QueryMethod
    List<CertificateStatus> status();
}
