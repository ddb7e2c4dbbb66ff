package dev.certbridge.reseller.failure;

/** What happened to the order and its money when a call failed. */
public enum Outcome {
    /** No order was sent. */
    NOT_SENT,
    /** The reseller, the order book or a check refused: certainly nothing was ordered. */
    NOT_ORDERED,
    /** An order was sent and may exist. */
    UNKNOWN,
    /** The order exists. */
    ORDERED,
    /** A read failed. It changed nothing. */
    READ_FAILED
}
