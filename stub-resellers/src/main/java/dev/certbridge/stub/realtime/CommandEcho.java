package dev.certbridge.stub.realtime;

/** The part of an order that its process shows in {@code command}, a member that only the vendor's clients document. */
public enum CommandEcho {
    /** The order as submitted, names and CSR included. */
    FULL,
    /** The order without the CSR. Catches a client that identifies an order by its CSR alone. */
    WITHOUT_CSR,
    /** Product, period and customer only. Catches a client that needs the names too. */
    BRIEF,
    /** No {@code command}. Catches a client that takes a missing command for another order. */
    NONE
}
