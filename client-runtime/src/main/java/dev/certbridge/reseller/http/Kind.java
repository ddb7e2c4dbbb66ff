package dev.certbridge.reseller.http;

/** What a lost answer to an operation leaves behind. */
enum Kind {
    /** Nothing: it can be read again. */
    READ,
    /** Perhaps a change that costs nothing. Sent once. */
    WRITE,
    /** Perhaps a charge. Sent once, with a {@link Spend}. */
    SPEND;

    /** By whether it takes a {@link Spend}, else by the method of its request line. */
    static Kind of(boolean spends, String requestLine) {
        if (spends) {
            return SPEND;
        }
        return requestLine.startsWith("GET ") ? READ : WRITE;
    }
}
