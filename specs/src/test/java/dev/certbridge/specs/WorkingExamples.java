package dev.certbridge.specs;

import static dev.certbridge.specs.Contract.map;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that every body has a named example, and that every example matches its schema without unknown members. */
final class WorkingExamples {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final Contract contract;
    private final SchemaValidator validator;
    private final List<String> violations = new ArrayList<>();

    private WorkingExamples(Contract contract) throws JsonProcessingException {
        this.contract = contract;
        OpenAPI api = new OpenAPIV3Parser()
                .readContents(PLAIN.writeValueAsString(contract.document()), null, null)
                .getOpenAPI();
        this.validator = new SchemaValidator(api, new MessageResolver());
    }

    static List<String> violations(Contract contract) throws JsonProcessingException {
        WorkingExamples examples = new WorkingExamples(contract);
        contract.walk(examples::look);
        return examples.violations;
    }

    private void look(Location location, Map<String, Object> node) {
        if (location.below("value") || location.last().equals("properties")) {
            return;
        }
        boolean body = location.keys().size() > 1
                && "content".equals(location.keys().get(location.keys().size() - 2));
        // A media type, a parameter and a header have a schema beside their examples. A schema has its own example.
        Object schema = node.containsKey("schema") ? node.get("schema") : node.containsKey("type") ? node : null;
        if (body && map(node.get("examples")).isEmpty()) {
            violations.add(location + ": has no named example");
        }
        if (schema != null) {
            map(node.get("examples")).forEach((name, example) -> {
                Map<String, Object> shown = contract.resolved(example);
                check(location.child(name), shown == null ? null : shown.get("value"), schema);
            });
            if (node.containsKey("example")) {
                check(location.child("example"), node.get("example"), schema);
            }
        }
    }

    private void check(Location location, Object value, Object schema) {
        String direction = location.below("requestBody") || location.below("parameters") ? "request" : "response";
        Schema<?> expected = Json.mapper().convertValue(schema, Schema.class);
        for (Message message : validator
                .validate(() -> PLAIN.valueToTree(value), expected, direction + ".body")
                .getMessages()) {
            String member = message.getContext()
                    .flatMap(context -> context.getPointers())
                    .map(pointers -> pointers.getInstance())
                    .orElse("");
            violations.add((location + ": " + member + " " + message.getMessage()).strip());
        }
    }
}
