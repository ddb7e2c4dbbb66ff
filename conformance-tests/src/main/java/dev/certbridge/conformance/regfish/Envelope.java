package dev.certbridge.conformance.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.Reply;

/** What regfish wraps its answers in. Failures carry no type and no code. */
final class Envelope {

    private Envelope() {}

    static Reply success(JsonNode response) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("success", true).put("code", 0).set("response", response);
        return Reply.json(200, body);
    }

    static Reply failure(int status, String message, String error) {
        return Reply.json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("success", false)
                        .put("message", message)
                        .put("error", error));
    }
}
