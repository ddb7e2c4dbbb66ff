package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;

/** What regfish wraps its answers in. Failures carry no type and, but for one of the DNS calls, no code. */
final class StubEnvelope {

    private StubEnvelope() {}

    static Reply success(JsonNode response) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("success", true).put("code", 0).set("response", response);
        return Reply.json(200, body);
    }

    /** A finished write that has nothing to show. */
    static Reply done() {
        return Reply.json(200, JsonNodeFactory.instance.objectNode().put("success", true));
    }

    static Reply failure(int status, String message, String error) {
        return failure(status, 0, message, error);
    }

    /** A failure with a code, or without one when it is 0. */
    static Reply failure(int status, int code, String message, String error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
        if (code != 0) {
            body.put("code", code);
        }
        return Reply.json(status, body.put("message", message).put("error", error));
    }
}
