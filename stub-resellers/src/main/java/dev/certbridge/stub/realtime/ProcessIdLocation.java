package dev.certbridge.stub.realtime;

/** The place of the process id in the answer to an accepted order. */
public enum ProcessIdLocation {
    /** In {@code x-process-id}, as the vendor's own clients expect it. */
    HEADER,
    /** In {@code Location} only. Catches a client that reads one place only. */
    LOCATION,
    /** In the body only, as {@code processId}; against the contract. Catches a client that loses it when it decodes the body. */
    BODY,
    /** Nowhere. Catches a client that orders again because it has no id. */
    NOWHERE
}
