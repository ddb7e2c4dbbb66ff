package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Writes the gaps and the failed rules of a matrix as SARIF 2.1.0, which code hosts show beside the lines of the contract.
 * Each result has the contract file, with its path from the root of the repository, and the line of a response.
 */
final class SarifReport {

    private SarifReport() {}

    static String sarif(Matrix matrix) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("version", "2.1.0");
        ObjectNode run = root.putArray("runs").addObject();
        run.putObject("tool").putObject("driver").put("name", "certbridge conformance");
        ArrayNode results = run.putArray("results");
        matrix.rows()
                .forEach(row -> row.cells().forEach((column, cell) -> {
                    // A result that failed is reported once, with its rule.
                    if (cell.isGap()
                            && (column != MatrixColumn.RESULT || rules(row).isEmpty())) {
                        ObjectNode result = result(results, column.key(), row.key() + ": " + cell.text());
                        location(
                                result.putArray("locations"),
                                row.key().reseller(),
                                row.response().line());
                    }
                }));
        matrix.rules().stream().filter(rule -> rule.failed() > 0).forEach(rule -> {
            ArrayNode locations = result(results, rule.rule(), rule.detail().isBlank() ? "failed" : rule.detail())
                    .putArray("locations");
            matrix.rows().stream()
                    .filter(row -> row.key().reseller().equals(rule.reseller()))
                    .filter(row -> rules(row).contains(rule.rule()))
                    .forEach(row ->
                            location(locations, rule.reseller(), row.response().line()));
            if (locations.isEmpty()) {
                location(locations, rule.reseller(), 1);
            }
        });
        return root.toPrettyString().replace("\r\n", "\n") + "\n";
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

    private static void location(ArrayNode locations, String reseller, int line) {
        ObjectNode place = locations.addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", MatrixCells.contractPath(reseller));
        place.putObject("region").put("startLine", line);
    }
}
