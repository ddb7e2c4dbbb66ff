package dev.certbridge.fleet;

/**
 * The state of one certificate of a fleet. The states are declared in the sequence from the least serious to the most
 * serious.
 */
public enum FleetState {
    /** The deployed certificate is valid and not due for renewal yet. */
    VALID,
    /** Another host ordered the current certificate, so the private key is not in the key vault of this host. */
    TAKEN,
    /** The certificate has to be ordered now, and the order book contains no order for the certificate. */
    DUE,
    /** The order is placed, but the ordered certificate is not deployed yet. */
    WAITING,
    /** The issued certificate could not be written, or the command that runs after the delivery failed. */
    DELIVERY_FAILED,
    /** The order waits until a person acts. */
    ACTION_REQUIRED,
    /** The order was refused or ended without a certificate, or the state of the certificate cannot be read. */
    FAILED,
    /**
     * The reseller may have an order that is not in the order book. Nothing is ordered until a person has resolved the
     * attempt.
     */
    OUTCOME_UNKNOWN
}
