package dev.certbridge.stub.realtime;

/**
 * The part of an order that its process shows in the member {@code command}. The member {@code command} is known only
 * from the vendor's clients.
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
     * The member {@code command} shows only product, period and customer. Catches a client that identifies an order by
     * its names.
     */
    BRIEF,
    /**
     * The process has no member {@code command}. Catches a client that then assigns the process to another
     * order.
     */
    NONE
}
