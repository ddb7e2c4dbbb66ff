package dev.certbridge.client.transport;

/** What a lost answer to an operation leaves behind. */
enum OperationKind {
    /** Nothing: it can be read again. */
    READ,
    /** Perhaps a change that costs nothing. Sent once. */
    WRITE,
    /** Perhaps a charge. Sent once, with a {@link SpendPermit}. */
    SPEND;

    /** By whether it takes a {@link SpendPermit}, else by the method of its request line. */
    static OperationKind of(boolean spends, String requestLine) {
        if (spends) {
            return SPEND;
        }
        return requestLine.startsWith("GET ") ? READ : WRITE;
    }
}
