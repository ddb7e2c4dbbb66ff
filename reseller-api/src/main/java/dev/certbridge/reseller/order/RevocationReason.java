package dev.certbridge.reseller.order;

/**
 * The reason for a revocation. The reason is published in the certificate revocation list (RFC 5280, section 5.3.1).
 */
public enum RevocationReason {
    /** No reason is given. */
    UNSPECIFIED,
    /** The private key may be compromised. */
    KEY_COMPROMISE,
    /** The organization changed its name. */
    AFFILIATION_CHANGED,
    /** Another certificate replaced this certificate. */
    SUPERSEDED,
    /** The site is no longer operated. */
    CESSATION_OF_OPERATION
}
