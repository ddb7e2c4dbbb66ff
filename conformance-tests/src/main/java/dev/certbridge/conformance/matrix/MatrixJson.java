package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes the matrix as JSON, for programs. The members have the following order. Equal runs give equal bytes.
 *
 * <pre>
 * conforming  boolean
 * gaps        [string]        as {@link Matrix#gaps}
 * pairs       [               in the order of the contracts
 *   reseller, operationId     string
 *   status                    number
 *   call                      string, method and path
 *   spends                    boolean
 *   meaning                   string, the contract's x-outcome
 *   source                    string, the contract's x-source
 *   cells                     {column: cell}, a column as in {@link MatrixColumn#key}
 *     state                   filled | canned | not-relied-on | gap | waived
 *     text                    string
 *     reason                  string, only when waived
 *     links                   [{text, path, line}], a path from the root of the repository; {text} alone for a rule
 * ]
 * rules       [               by reseller, candidate and number
 *   reseller, candidate       string
 *   rule                      string, like M3
 *   passed, failed, optedOut  number of cases
 *   detail                    string, the first failure or the reason for opting out; empty if all cases passed
 * ]
 * </pre>
 */
final class MatrixJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MatrixJson() {}

    static String of(Matrix matrix) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("conforming", matrix.conforming());
        ArrayNode gaps = root.putArray("gaps");
        matrix.gaps().forEach(gaps::add);
        ArrayNode pairs = root.putArray("pairs");
        matrix.rows().forEach(row -> row(row, pairs.addObject()));
        ArrayNode rules = root.putArray("rules");
        matrix.rules()
                .forEach(rule -> rules.addObject()
                        .put("reseller", rule.reseller())
                        .put("candidate", rule.candidate())
                        .put("rule", rule.rule())
                        .put("passed", rule.passed())
                        .put("failed", rule.failed())
                        .put("optedOut", rule.optedOut())
                        .put("detail", rule.detail()));
        try {
            return JSON.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the matrix cannot be written as JSON", e);
        }
    }

    private static void row(MatrixRow row, ObjectNode pair) {
        pair.put("reseller", row.key().reseller())
                .put("operationId", row.key().operationId())
                .put("status", row.key().status())
                .put("call", row.call())
                .put("spends", row.response().operation().spends())
                .put("meaning", row.outcome())
                .put("source", row.response().source());
        ObjectNode cells = pair.putObject("cells");
        row.cells().forEach((column, cell) -> cell(cell, cells.putObject(column.key())));
    }

    private static void cell(MatrixCell cell, ObjectNode node) {
        node.put("state", cell.state().key()).put("text", cell.text());
        if (!cell.reason().isEmpty()) {
            node.put("reason", cell.reason());
        }
        if (!cell.links().isEmpty()) {
            ArrayNode links = node.putArray("links");
            cell.links().forEach(link -> {
                ObjectNode target = links.addObject().put("text", link.text());
                if (!link.isRule()) {
                    target.put("path", link.path()).put("line", link.line());
                }
            });
        }
    }
}
