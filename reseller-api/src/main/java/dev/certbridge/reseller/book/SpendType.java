package dev.certbridge.reseller.book;

/**
 * The types of request that can cost money. A request for a quote can cost money too, because a reseller may ignore the
 * flag {@code quote} and place an order.
 */
public enum SpendType {
    /** A quote before an order. */
    QUOTE,
    /**
     * A quote without an intent. If the reseller places an order for the quote request, the order has no intent, and
     * its public key is not reserved for an intent.
     */
    STANDALONE_QUOTE,
    /** An order. */
    ORDER,
    /** A renewal. */
    RENEW,
    /** A reissue. */
    REISSUE,
    /** The completion of an order that still needs an organization. */
    COMPLETE
}
