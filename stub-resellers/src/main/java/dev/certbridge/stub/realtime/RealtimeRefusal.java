package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;

/** A request that Realtime Register says no to; nothing was booked. The body's {@code type} says why. */
final class RealtimeRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode body;

    private RealtimeRefusal(String type, String message) {
        super(type + ": " + message, null, false, false);
        this.body = JsonNodeFactory.instance.objectNode().put("type", type).put("message", message);
    }

    static RealtimeRefusal constraint(String field, String message, JsonNode value) {
        RealtimeRefusal refused =
                new RealtimeRefusal("ConstraintViolationException", "The request has invalid values.");
        refused.violation(field, message, value);
        return refused;
    }

    static RealtimeRefusal missing(String objectType, String identifier) {
        RealtimeRefusal refused = new RealtimeRefusal("ObjectDoesNotExist", "There is no such " + objectType + ".");
        refused.body.put("objectType", objectType).put("identifier", identifier);
        return refused;
    }

    static RealtimeRefusal unrecognized(String property, String message) {
        RealtimeRefusal refused = new RealtimeRefusal("UnrecognizedPropertyException", message);
        refused.body.put("property", property);
        return refused;
    }

    static RealtimeRefusal toAcknowledge(ObjectNode quote) {
        RealtimeRefusal refused =
                new RealtimeRefusal("BillableAcknowledgmentNeededException", "These charges have to be acknowledged.");
        refused.body.set("quote", quote);
        return refused;
    }

    static RealtimeRefusal of(String type, String message) {
        return new RealtimeRefusal(type, message);
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
