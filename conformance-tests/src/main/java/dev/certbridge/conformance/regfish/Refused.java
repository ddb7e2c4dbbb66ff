package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.stub.Reply;

/** A request that regfish says no to; nothing was booked. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String headline;
    private final String detail;

    Refused(int status, String headline) {
        this(status, headline, headline);
    }

    Refused(int status, String headline, String detail) {
        super(status + " " + detail, null, false, false);
        this.status = status;
        this.headline = headline;
        this.detail = detail;
    }

    Reply reply() {
        return Envelope.failure(status, headline, detail);
    }
}
