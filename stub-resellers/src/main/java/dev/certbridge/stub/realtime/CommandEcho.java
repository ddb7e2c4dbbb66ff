package dev.certbridge.stub.realtime;

/**
 * The part of an order that the member {@code command} of its process shows. Only the vendor's clients document the
 * member {@code command}.
 */
public enum CommandEcho {
    /** The member {@code command} shows the order as submitted, with names and CSR. */
    FULL,
    /**
     * The member {@code command} shows the order without the CSR. Catches a client that identifies an order by its CSR
     * alone.
     */
    WITHOUT_CSR,
    /**
     * The member {@code command} shows only product, period and customer. Catches a client that also needs the names of
     * the order.
     */
    BRIEF,
    /** The process has no {@code command}. Catches a client that concludes that the process is for another order. */
    NONE
}
