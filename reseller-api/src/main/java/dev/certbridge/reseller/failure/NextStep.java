package dev.certbridge.reseller.failure;

/** What to do after a failure. */
public enum NextStep {
    /** Correct the request, the limit, the key or the intent; repeating it unchanged fails again. */
    CORRECT,
    /** Repeat the call later; nothing has to be changed. */
    RETRY,
    /** Wait for the order: await it, or download it, again. */
    AWAIT,
    /** A person acts: at the reseller, or on the order book. */
    ACT,
    /** Find out what was ordered or charged before ordering anything else: call {@code reconcile()}, read the order. */
    INVESTIGATE,
    /** Nothing is left to do with this order. */
    NONE
}
