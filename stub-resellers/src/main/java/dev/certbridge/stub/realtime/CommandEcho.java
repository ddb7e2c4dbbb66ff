package dev.certbridge.stub.realtime;

/**
 * The part of an order in the member {@code command} of its process. Only the vendor's clients document this member.
 */
public enum CommandEcho {
    /** The order as submitted, with names and CSR. */
    FULL,
    /** The order without the CSR. Catches a client that identifies an order by its CSR alone. */
    WITHOUT_CSR,
    /** Only product, period and customer. Catches a client that also needs the names. */
    BRIEF,
    /** No {@code command}. Catches a client that concludes that the process is for another order. */
    NONE
}
