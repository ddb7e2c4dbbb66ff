package dev.certbridge.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ResolvedSchema;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Changes the successful answers of an operation in ways that its contract allows. Each JSON object gets an unknown
 * member, unless the contract forbids additional members or the object is a map. The members of JSON objects are sent
 * in reverse order. A text with {@code x-known-values} can get an unknown value, because the contract does not limit
 * the values of the text.
 */
final class OddAnswer {

    static final String UNKNOWN_HEADER = "X-Unheard-Of";

    private static final int FIRST_FAILURE = 400;

    private final ContractDocument contract;
    private final ContractOperation operation;

    OddAnswer(ContractOperation operation) {
        this.contract = operation.document();
        this.operation = operation;
    }

    Reply withUnknownMembers(Reply reply) {
        return changed(reply, false);
    }

    Reply withUnknownValues(Reply reply) {
        return changed(reply, true);
    }

    private Reply changed(Reply reply, boolean values) {
        JsonNode body = reply.json();
        if (reply.status() >= FIRST_FAILURE || !operation.statuses().contains(reply.status())) {
            return reply;
        }
        Reply odd = reply.with(UNKNOWN_HEADER, "1");
        JsonNode schema = operation.response(reply.status()).schema();
        return body.isContainerNode() ? odd.withJson(changed(body, schema, values)) : odd;
    }

    private JsonNode changed(JsonNode value, JsonNode schemaNode, boolean values) {
        ResolvedSchema schema = contract.schema(schemaNode);
        if (value.isArray()) {
            return changed((ArrayNode) value, schema, values);
        }
        if (value.isObject()) {
            return changed((ObjectNode) value, schema, values);
        }
        boolean open = !schema.keyword("x-known-values").isMissingNode();
        return values && open && value.isTextual() ? TextNode.valueOf(BodyMutation.UNHEARD_OF_TEXT) : value;
    }

    private ArrayNode changed(ArrayNode list, ResolvedSchema schema, boolean values) {
        ArrayNode odd = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> odd.add(changed(element, schema.keyword("items"), values)));
        return odd;
    }

    private ObjectNode changed(ObjectNode object, ResolvedSchema schema, boolean values) {
        JsonNode others = schema.keyword("additionalProperties");
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.reverse(members);
        ObjectNode odd = Reply.object();
        if (schema.allowsUnknownMembers()) {
            BodyMutation.addUnknownMember(odd);
        }
        JsonNode unlisted = others.isObject() ? others : MissingNode.getInstance();
        for (Map.Entry<String, JsonNode> member : members) {
            JsonNode memberSchema = schema.properties().getOrDefault(member.getKey(), unlisted);
            odd.set(member.getKey(), changed(member.getValue(), memberSchema, values));
        }
        return odd;
    }
}
