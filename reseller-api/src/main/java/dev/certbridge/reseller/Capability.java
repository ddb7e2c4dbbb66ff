package dev.certbridge.reseller;

import dev.certbridge.reseller.order.Spending;

/** A function that not every reseller has. Asked for with {@link CertificateReseller#supports}. */
public enum Capability {
    /** Quotes the price of an order before it is placed. */
    QUOTE,
    /** Refuses an order above a limit: {@link Spending#upTo}. Needs quotes. */
    SPENDING_LIMIT,
    /** Renews a certificate with a tie to the old one. */
    RENEW,
    /** Replaces a certificate within its order. */
    REISSUE,
    /** Revokes a certificate. */
    REVOKE,
    /** Cancels an open order. */
    CANCEL,
    /** Completes an order that waits for its organization. */
    COMPLETE,
    /** Proves domain control by e-mail. */
    EMAIL_VALIDATION,
    /** Proves domain control by a file on the web server. */
    FILE_VALIDATION,
    /** Takes another method of proof for each name. */
    VALIDATION_PER_NAME,
    /** Takes an organization on file by its id. */
    ORGANIZATION_ON_FILE,
    /** Takes an organization by its fields. */
    ORGANIZATION_DETAILS,
    /** Takes a person who answers for the organization. */
    APPROVER,
    /** Takes a contact on file. */
    CONTACT,
    /** Takes the language of the validation. */
    LANGUAGE
}
