package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;

/** The envelope of the answers of regfish. Failures have no type and, except for one of a DNS call, no code. */
final class StubEnvelope {

    private StubEnvelope() {}

    static Reply success(JsonNode response) {
        ObjectNode body = Reply.object().put("success", true).put("code", 0);
        body.set("response", response);
        return Reply.json(200, body);
    }

    /** Returns the answer to a write that has no content. */
    static Reply done() {
        return Reply.json(200, Reply.object().put("success", true));
    }

    static Reply failure(int status, String message, String error) {
        return new RegfishRefusal(status, message, error).reply();
    }

    /** A request that regfish refuses; nothing was booked. */
    static final class RegfishRefusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** The code that two third-party DNS clients report; no other code has been seen. */
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
            ObjectNode body = Reply.object().put("success", false);
            if (code != 0) {
                body.put("code", code);
            }
            return Reply.json(status, body.put("message", headline).put("error", detail));
        }
    }
}
