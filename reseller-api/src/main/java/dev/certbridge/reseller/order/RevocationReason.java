package dev.certbridge.reseller.order;

/** Why a certificate is revoked; it stands in the revocation list (RFC 5280, section 5.3.1). */
public enum RevocationReason {
    /** Nobody says. */
    UNSPECIFIED,
    /** Somebody else may have the private key. */
    KEY_COMPROMISE,
    /** The organization changed its name. */
    AFFILIATION_CHANGED,
    /** Another certificate took its place. */
    SUPERSEDED,
    /** The site is gone. */
    CESSATION_OF_OPERATION
}
