package dev.certbridge.stub.realtime;

/** The place of the process id in the answer to an accepted order. */
public enum ProcessIdLocation {
    /** In {@code x-process-id}, as the vendor's own clients expect it. */
    HEADER,
    /** Only in {@code Location}. Catches a client that reads only one place. */
    LOCATION,
    /**
     * Only in the member {@code processId} of the body, although the contract has no such member. Catches a client that
     * does not decode this member.
     */
    BODY,
    /** Not in the answer. Catches a client that orders again because it has no id. */
    NOWHERE
}
