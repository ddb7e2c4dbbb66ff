package dev.certbridge.stub.realtime;

/** How much of an order its process tells in {@code command}; only the vendor's clients know that member at all. */
public enum CommandEcho {
    /** The order as submitted, names and CSR included. */
    FULL,
    /** The same without the CSR. Finds a client that proves an order by its CSR alone. */
    WITHOUT_CSR,
    /** Product, period and customer only. Finds a client that needs the names too. */
    BRIEF,
    /** No {@code command}. Finds a client that takes a missing one for an order of something else. */
    NONE
}
