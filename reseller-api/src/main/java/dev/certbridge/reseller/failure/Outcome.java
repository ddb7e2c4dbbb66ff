package dev.certbridge.reseller.failure;

/** The effect of a failed call on the order and its money. */
public enum Outcome {
    /** No order was sent, so certainly nothing was ordered. */
    NOT_SENT,
    /** The reseller, the order book or a local check refused the request. Certainly nothing was ordered. */
    NOT_ORDERED,
    /** An order was sent, and may exist. */
    UNKNOWN,
    /** The order exists. */
    ORDERED,
    /** A read failed, and nothing was changed. */
    READ_FAILED
}
