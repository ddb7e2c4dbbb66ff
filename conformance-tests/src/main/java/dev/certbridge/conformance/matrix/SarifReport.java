package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.matrix.MatrixReport.KitRule;
import dev.certbridge.contract.ChangeLocation;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractOrigin;
import dev.certbridge.contract.ResolvedSchema;
import dev.certbridge.contract.RunDetails;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the gaps, the failed rules and the changes that need work as SARIF 2.1.0, which code hosts show beside the
 * lines of the contract. Each result names the contract file, by its path from the root of the repository, and a line
 * number.
 */
record SarifReport(Matrix matrix, RunDetails details, List<ContractComparison> comparisons, List<KitRule> kitRules) {

    /** The pattern of the line number after the name of a pact file. */
    private static final Pattern PACT_LINE = Pattern.compile("^\\S+:(\\d+)");

    /** One step in the path of a member: a member, the items of a list, or the values of a map. */
    private static final Pattern STEP = Pattern.compile("\\[]|\\{}|\\([^)]*\\)|[^.\\[({]+");

    String sarif() {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool")
                .putObject("driver")
                .put("name", "certbridge conformance")
                .put("version", details.certbridge());
        ArrayNode results = run.putArray("results");
        comparisons.forEach(comparison -> changes(results, comparison));
        matrix.rows()
                .forEach(row -> row.cells().forEach((column, cell) -> {
                    // A result that failed is reported once, with its rule.
                    if (cell.isGap()
                            && (column != MatrixColumn.RESULT || rules(row).isEmpty())) {
                        ObjectNode result = result(results, column.key(), row.key() + ": " + cell.text());
                        location(
                                result.putArray("locations"),
                                ContractOrigin.of(row.key().reseller()),
                                row.response().line());
                    }
                }));
        matrix.rules().stream().filter(rule -> rule.failed() > 0).forEach(rule -> {
            ContractOrigin contract = ContractOrigin.of(rule.reseller());
            ArrayNode locations = result(results, rule.rule(), rule.detail().isBlank() ? "failed" : rule.detail())
                    .putArray("locations");
            matrix.rows().stream()
                    .filter(row -> row.key().reseller().equals(rule.reseller()))
                    .filter(row -> rules(row).contains(rule.rule()))
                    .forEach(row -> location(locations, contract, row.response().line()));
            if (locations.isEmpty()) {
                location(locations, contract, 1);
            }
        });
        ArrayNode rules = driver.putArray("rules");
        new LinkedHashSet<>(results.findValuesAsText("ruleId"))
                .forEach(id -> rules.addObject()
                        .put("id", id)
                        .putObject("shortDescription")
                        .put("text", description(id)));
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    /** Returns a sentence that describes a rule of the kit, a column of the matrix or a type of change. */
    private String description(String id) {
        return kitRules.stream()
                .filter(rule -> rule.number().equals(id))
                .findFirst()
                .map(KitRule::sentence)
                .or(() -> MatrixColumn.find(id).map(column -> column.meaning() + "."))
                .orElse("A change in the new contract: " + id.replace('-', ' ') + ".");
    }

    private static void changes(ArrayNode results, ContractComparison comparison) {
        String reseller = comparison.reseller();
        comparison.diff().distinct().stream()
                .filter(change -> change.severity().needsWork())
                .forEach(change -> {
                    String text = String.join(", ", change.operations()) + ": " + change.sentence() + "; to do: "
                            + change.remedy();
                    ArrayNode locations =
                            result(results, change.type().id(), text).putArray("locations");
                    change.places().stream()
                            .map(place -> line(comparison.after(), place.location()))
                            .distinct()
                            .forEach(line -> location(locations, ContractOrigin.of(reseller), line));
                });
        comparison.pacts().forEach(pact -> {
            Matcher line = PACT_LINE.matcher(pact);
            location(
                    result(results, "pact", pact).putArray("locations"),
                    new ContractOrigin(MatrixCells.pactPath(reseller), false, true),
                    line.find() ? Integer.parseInt(line.group(1)) : 1);
        });
    }

    /**
     * Returns the line of the member, status or operation of a change. Returns 1 if the new contract does not have the
     * operation.
     */
    private static int line(ContractDocument contract, ChangeLocation place) {
        return contract.operations().stream()
                .filter(operation -> operation.label().equals(place.operation()))
                .findFirst()
                .map(operation -> line(operation, place))
                .orElse(1);
    }

    private static int line(ContractOperation operation, ChangeLocation place) {
        ContractDocument contract = operation.document();
        if (place.status().isEmpty()) {
            JsonNode body = contract.resolve(operation.node().path("requestBody"));
            return memberLine(contract, body, place, contract.line(operation.node()));
        }
        return operation.responses().stream()
                .filter(response -> String.valueOf(response.status()).equals(place.status()))
                .findFirst()
                .map(response -> memberLine(contract, response.node(), place, response.line()))
                .orElseGet(() -> contract.line(operation.node()));
    }

    /** Returns the line of the last member in the path that the new contract still has. */
    private static int memberLine(ContractDocument contract, JsonNode owner, ChangeLocation place, int ownerLine) {
        int line = ownerLine;
        JsonNode schema = owner.path("content").path(place.mediaType()).path("schema");
        Matcher step = STEP.matcher(place.field());
        while (step.find()) {
            ResolvedSchema known = contract.schema(schema);
            schema = switch (step.group()) {
                case "[]" -> known.keyword("items");
                case "{}" -> known.keyword("additionalProperties");
                default -> known.properties().getOrDefault(step.group(), MissingNode.getInstance());
            };
            if (schema.isMissingNode()) {
                break;
            }
            line = step.group().matches("\\W+") ? line : contract.line(schema);
        }
        return line;
    }

    /** Returns the failed rules in the result cell of a row. */
    private static List<String> rules(MatrixRow row) {
        MatrixCell cell = row.cell(MatrixColumn.RESULT);
        return cell.isGap()
                ? cell.links().stream()
                        .filter(MatrixCell.Link::isRule)
                        .map(MatrixCell.Link::text)
                        .toList()
                : List.of();
    }

    private static ObjectNode result(ArrayNode results, String ruleId, String text) {
        ObjectNode result = results.addObject().put("ruleId", ruleId).put("level", "error");
        result.putObject("message").put("text", text);
        return result;
    }

    private static void location(ArrayNode locations, ContractOrigin file, int line) {
        ObjectNode place = locations.addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", file.path().replace(" ", "%20"));
        place.putObject("region").put("startLine", file.hasLines() ? line : 1);
    }
}
