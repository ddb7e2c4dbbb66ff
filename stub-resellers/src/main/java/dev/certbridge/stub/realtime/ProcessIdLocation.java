package dev.certbridge.stub.realtime;

/** The place of the process id in the answer to an accepted order. */
public enum ProcessIdLocation {
    /** The process id is in the header {@code x-process-id}, where the vendor's own clients expect it. */
    HEADER,
    /** The process id is only in the header {@code Location}. Catches a client that reads only {@code x-process-id}. */
    LOCATION,
    /**
     * The process id is only in the member {@code processId} of the body, although the contract has no such member.
     * Catches a client that does not read {@code processId}.
     */
    BODY,
    /** The answer does not contain the process id. Catches a client that orders again because it has no id. */
    NOWHERE
}
