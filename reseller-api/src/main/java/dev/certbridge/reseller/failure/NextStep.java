package dev.certbridge.reseller.failure;

/** The next step after a failure. */
public enum NextStep {
    /** Correct the request, the limit, the key or the intent. A repeated call without a correction fails again. */
    CORRECT,
    /** Repeat the same call later. */
    RETRY,
    /** Wait for the order: call {@code await} or {@code download} again. */
    AWAIT,
    /** Ask a person to act, at the reseller or on the order book. */
    ACT,
    /**
     * Find out what was ordered or charged before ordering anything else: read the order, or call {@code reconcile()}.
     */
    INVESTIGATE,
    /** No step is necessary, because the order has ended. */
    NONE
}
