package dev.certbridge.reseller;

/** What a reseller may or may not be able to do. Asked for with {@link CertificateReseller#supports}. */
public enum Capability {
    /** Tells the price of an order before it is placed. */
    QUOTE,
    /** Refuses an order above a limit: {@link Spending#upTo}. Needs quotes. */
    SPENDING_LIMIT,
    /** Proves domain control by a file on the web server. */
    FILE_VALIDATION
}
