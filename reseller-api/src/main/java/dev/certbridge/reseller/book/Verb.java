package dev.certbridge.reseller.book;

/** The kinds of request that can cost money. A quote counts: a reseller that ignores the flag has sold something. */
public enum Verb {
    /** Asking for a price with the flag that says so. */
    QUOTE,
    /** Ordering. */
    ORDER,
    /** Renewing. */
    RENEW,
    /** Reissuing. */
    REISSUE,
    /** Completing an order that waits for its organization. */
    COMPLETE
}
