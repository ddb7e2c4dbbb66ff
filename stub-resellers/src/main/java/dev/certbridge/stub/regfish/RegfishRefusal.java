package dev.certbridge.stub.regfish;

import dev.certbridge.stub.Reply;

/** A request that regfish says no to; nothing was booked. */
final class RegfishRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What two third-party DNS clients report; the only code that anybody has seen. */
    private static final int RECORD_EXISTS = 15003;

    private final int status;
    private final int code;
    private final String headline;
    private final String detail;

    RegfishRefusal(int status, String headline) {
        this(status, headline, headline);
    }

    RegfishRefusal(int status, String headline, String detail) {
        this(status, 0, headline, detail);
    }

    private RegfishRefusal(int status, int code, String headline, String detail) {
        super(status + " " + detail, null, false, false);
        this.status = status;
        this.code = code;
        this.headline = headline;
        this.detail = detail;
    }

    static RegfishRefusal recordExists() {
        return new RegfishRefusal(400, RECORD_EXISTS, "The record exists already", "The record exists already");
    }

    Reply reply() {
        return StubEnvelope.failure(status, code, headline, detail);
    }
}
