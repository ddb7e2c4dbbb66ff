package dev.certbridge.reseller;

import dev.certbridge.reseller.order.Spending;

/**
 * A function that only some resellers offer. {@link CertificateReseller#supports} returns true if a reseller offers the
 * function.
 */
public enum Capability {
    /** Quotes the price of an order before it is placed. */
    QUOTE,
    /**
     * Refuses an order if its quote exceeds a limit, see {@link Spending#upTo}. Only a reseller with the capability
     * {@link #QUOTE} can have this capability.
     */
    SPENDING_LIMIT,
    /** Renews a certificate by an order that refers to the old certificate. */
    RENEW,
    /** Replaces a certificate within its order. */
    REISSUE,
    /** Revokes a certificate. */
    REVOKE,
    /** Cancels an open order. */
    CANCEL,
    /** Completes an order that still needs an organization. */
    COMPLETE,
    /** Proves domain control by e-mail. */
    EMAIL_VALIDATION,
    /** Proves domain control by a file on the web server. */
    FILE_VALIDATION,
    /** Accepts a different validation method for each name. */
    VALIDATION_PER_NAME,
    /** Accepts the id of an organization that the reseller has on file. */
    ORGANIZATION_ON_FILE,
    /** Accepts the fields of an organization. */
    ORGANIZATION_DETAILS,
    /** Accepts an approver, the person who confirms the order for the organization. */
    APPROVER,
    /** Accepts a contact that the reseller has on file. */
    CONTACT,
    /** Accepts the language of the validation. */
    LANGUAGE
}
