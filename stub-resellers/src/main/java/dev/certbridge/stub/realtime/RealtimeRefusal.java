package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import java.util.List;
import java.util.function.Function;

/**
 * A refusal of a request by Realtime Register. Nothing was booked. The member {@code type} of the body states the
 * reason.
 */
final class RealtimeRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectNode body;

    private RealtimeRefusal(String type, String message) {
        super(type + ": " + message, null, false, false);
        this.body = Reply.object().put("type", type).put("message", message);
    }

    static RealtimeRefusal of(String type, String message) {
        return new RealtimeRefusal(type, message);
    }

    static RealtimeRefusal constraint(String field, String message, JsonNode value) {
        return constraints(
                List.of(new ContractViolation(ContractViolation.Kind.CONSTRAINT, field, message)), name -> value);
    }

    /** Returns a refusal that lists the violations, each with the value in the request. */
    static RealtimeRefusal constraints(List<ContractViolation> violations, Function<String, JsonNode> values) {
        RealtimeRefusal refusal =
                new RealtimeRefusal("ConstraintViolationException", "The request has invalid values.");
        ArrayNode list = refusal.body.putArray("violations");
        for (ContractViolation violation : violations) {
            ObjectNode one = list.addObject().put("field", violation.field()).put("message", violation.message());
            JsonNode value = values.apply(violation.field());
            if (!value.isMissingNode()) {
                one.put("value", value.isTextual() ? value.textValue() : value.toString());
            }
        }
        return refusal;
    }

    static RealtimeRefusal missing(String objectType, String identifier) {
        return missing(objectType, identifier, "There is no such " + objectType + ".");
    }

    private static RealtimeRefusal missing(String objectType, String identifier, String message) {
        RealtimeRefusal refusal = new RealtimeRefusal("ObjectDoesNotExist", message);
        refusal.body.put("objectType", objectType).put("identifier", identifier);
        return refusal;
    }

    /**
     * Returns the refusal of an unknown customer. Unlike the message of the reseller, the message names the only
     * customer of the stub.
     */
    static RealtimeRefusal wrongCustomer(String identifier) {
        return missing(
                "customer",
                identifier,
                "There is no such customer. The only customer of this stub is " + RealtimeStub.CUSTOMER + ".");
    }

    static RealtimeRefusal unrecognized(String property, String message) {
        RealtimeRefusal refusal = new RealtimeRefusal("UnrecognizedPropertyException", message);
        refusal.body.put("property", property);
        return refusal;
    }

    static RealtimeRefusal toAcknowledge(ObjectNode quote) {
        RealtimeRefusal refusal =
                new RealtimeRefusal("BillableAcknowledgmentNeededException", "These charges have to be acknowledged.");
        refusal.body.set("quote", quote);
        return refusal;
    }

    Reply reply() {
        return Reply.json(400, body);
    }
}
