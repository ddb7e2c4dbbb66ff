package dev.certbridge.specs;

import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.ArrayList;
import java.util.List;

/** Checks that every body has a named example, and that every example matches its schema without unknown members. */
final class WorkingExamples {

    private final Contract contract;
    private final SchemaValidator validator;
    private final List<String> violations = new ArrayList<>();

    private WorkingExamples(Contract contract) {
        this.contract = contract;
        OpenAPI api = new OpenAPIV3Parser()
                .readContents(contract.document().toString(), null, null)
                .getOpenAPI();
        this.validator = new SchemaValidator(api, new MessageResolver());
    }

    static List<String> violations(Contract contract) {
        WorkingExamples examples = new WorkingExamples(contract);
        contract.walk(examples::look);
        return examples.violations;
    }

    private void look(Location location, JsonNode node) {
        if (location.below("value") || location.last().equals("properties")) {
            return;
        }
        boolean body = location.keys().size() > 1
                && "content".equals(location.keys().get(location.keys().size() - 2));
        // A media type, a parameter and a header have a schema beside their examples. A schema has its own example.
        JsonNode schema = node.has("schema") || !node.has("type") ? node.path("schema") : node;
        if (body && node.path("examples").isEmpty()) {
            violations.add(location + ": has no named example");
        }
        if (!schema.isMissingNode()) {
            node.path("examples").properties().forEach(example -> {
                JsonNode value = contract.resolved(example.getValue()).path("value");
                check(location.child(example.getKey()), value, schema);
            });
            if (node.has("example")) {
                check(location.child("example"), node.get("example"), schema);
            }
        }
    }

    private void check(Location location, JsonNode value, JsonNode schema) {
        String direction = location.below("requestBody") || location.below("parameters") ? "request" : "response";
        Schema<?> expected = Json.mapper().convertValue(schema, Schema.class);
        for (Message message :
                validator.validate(() -> value, expected, direction + ".body").getMessages()) {
            String member = message.getContext()
                    .flatMap(context -> context.getPointers())
                    .map(pointers -> pointers.getInstance())
                    .orElse("");
            violations.add((location + ": " + member + " " + message.getMessage()).strip());
        }
    }
}
