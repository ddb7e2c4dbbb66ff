package dev.certbridge.reseller.book;

/** The kinds of request that can cost money. A quote counts: a reseller that ignores the flag has sold something. */
public enum SpendType {
    /** Asking for a price with the flag that says so. */
    QUOTE,
    /** The same for no intent. What it should order nevertheless is nobody's, and takes no key from an intent. */
    STANDALONE_QUOTE,
    /** Ordering. */
    ORDER,
    /** Renewing. */
    RENEW,
    /** Reissuing. */
    REISSUE,
    /** Completing an order that waits for its organization. */
    COMPLETE
}
