package dev.certbridge.fleet;

/** The state of one certificate of a fleet. The states are declared from the least to the most serious. */
public enum FleetState {
    /** The deployed certificate is valid, and not due yet. */
    VALID,
    /** The current certificate was ordered by another host: its private key is not in the key vault of this host. */
    TAKEN,
    /** The certificate has to be ordered now, and the book contains no order for this certificate. */
    DUE,
    /** The order is placed, and its certificate is not deployed yet. */
    WAITING,
    /** The certificate is issued, but it could not be written, or the command of its specification failed. */
    DELIVERY_FAILED,
    /** The order waits for a person. */
    ACTION_REQUIRED,
    /** The order was refused or ended without a certificate, or the state cannot be read. */
    FAILED,
    /** An order may exist that is not in the book. Nothing is ordered until a person has resolved the attempt. */
    OUTCOME_UNKNOWN
}
