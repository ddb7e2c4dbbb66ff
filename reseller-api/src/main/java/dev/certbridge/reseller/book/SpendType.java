package dev.certbridge.reseller.book;

/** The types of request that can cost money. A quote is one: a reseller that ignores the flag has sold something. */
public enum SpendType {
    /** A quote before an order. */
    QUOTE,
    /** A quote without an intent. An order that it places nevertheless is unclaimed, and uses no key of an intent. */
    STANDALONE_QUOTE,
    /** An order. */
    ORDER,
    /** A renewal. */
    RENEW,
    /** A reissue. */
    REISSUE,
    /** The completion of an order that waits for its organization. */
    COMPLETE
}
