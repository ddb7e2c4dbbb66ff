package dev.certbridge.stub.realtime;

/** Where the answer to an accepted order names its process. */
public enum ProcessIdLocation {
    /** In {@code x-process-id}, as the vendor's own clients expect it. */
    HEADER,
    /** In {@code Location} only. Finds a client that knows one place. */
    LOCATION,
    /** In the body only, as {@code processId}; against the contract. Finds a client that decodes before it looks. */
    BODY,
    /** Nowhere. Finds a client that orders again because it knows no id. */
    NOWHERE
}
