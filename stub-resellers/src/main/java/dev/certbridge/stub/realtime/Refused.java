package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;

/** A request that Realtime Register says no to; nothing was booked. The body's {@code type} says why. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode body;

    private Refused(String type, String message) {
        super(type + ": " + message, null, false, false);
        this.body = JsonNodeFactory.instance.objectNode().put("type", type).put("message", message);
    }

    static Refused constraint(String field, String message, JsonNode value) {
        Refused refused = new Refused("ConstraintViolationException", "The request has invalid values.");
        refused.violation(field, message, value);
        return refused;
    }

    static Refused missing(String objectType, String identifier) {
        Refused refused = new Refused("ObjectDoesNotExist", "There is no such " + objectType + ".");
        refused.body.put("objectType", objectType).put("identifier", identifier);
        return refused;
    }

    static Refused unrecognized(String property, String message) {
        Refused refused = new Refused("UnrecognizedPropertyException", message);
        refused.body.put("property", property);
        return refused;
    }

    static Refused toAcknowledge(ObjectNode quote) {
        Refused refused =
                new Refused("BillableAcknowledgmentNeededException", "These charges have to be acknowledged.");
        refused.body.set("quote", quote);
        return refused;
    }

    static Refused of(String type, String message) {
        return new Refused(type, message);
    }

    void violation(String field, String message, JsonNode value) {
        ObjectNode violation = body.withArrayProperty("violations")
                .addObject()
                .put("field", field)
                .put("message", message);
        if (!value.isMissingNode()) {
            violation.put("value", value.isTextual() ? value.textValue() : value.toString());
        }
    }

    Reply reply() {
        return Reply.json(400, body);
    }
}
