package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * The matrix as JSON, for programs. Members stand in this order, and the same run gives the same bytes:
 *
 * <pre>
 * conforming  boolean
 * holes       [string]        as {@link Matrix#holes}
 * pairs       [               in the order of the contracts
 *   reseller, operationId     string
 *   status                    number
 *   call                      string, method and path
 *   spends                    boolean
 *   meaning                   string, the contract's x-outcome
 *   source                    string, the contract's x-source
 *   cells                     {column: cell}, a column as in {@link MatrixColumn#key}
 *     state                   filled | canned | not-relied-on | hole | waived
 *     text                    string
 *     reason                  string, only when waived
 *     links                   [{text, path, line}], a path from the root of the repository; {text} alone for a rule
 * ]
 * rules       [               by reseller, candidate and number
 *   reseller, candidate       string
 *   rule                      string, like M3
 *   held, broken, optedOut    number of cases
 *   detail                    string, why not held
 * ]
 * </pre>
 */
final class MatrixJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MatrixJson() {}

    static String of(Matrix matrix) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("conforming", matrix.conforming());
        ArrayNode holes = root.putArray("holes");
        matrix.holes().forEach(holes::add);
        ArrayNode pairs = root.putArray("pairs");
        matrix.rows().forEach(row -> pair(row, pairs.addObject()));
        ArrayNode rules = root.putArray("rules");
        matrix.rules()
                .forEach(rule -> rules.addObject()
                        .put("reseller", rule.reseller())
                        .put("candidate", rule.candidate())
                        .put("rule", rule.rule())
                        .put("held", rule.held())
                        .put("broken", rule.broken())
                        .put("optedOut", rule.optedOut())
                        .put("detail", rule.detail()));
        try {
            return JSON.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the matrix cannot be written as JSON", e);
        }
    }

    private static void pair(MatrixRow row, ObjectNode pair) {
        pair.put("reseller", row.pair().reseller())
                .put("operationId", row.pair().operationId())
                .put("status", row.pair().status())
                .put("call", row.answer().call())
                .put("spends", row.answer().spends())
                .put("meaning", row.answer().meaning())
                .put("source", row.answer().source());
        ObjectNode cells = pair.putObject("cells");
        row.cells()
                .forEach((column, cell) ->
                        cell(cell, cells.putObject(column.name().toLowerCase(Locale.ROOT))));
    }

    private static void cell(MatrixCell cell, ObjectNode node) {
        node.put("state", cell.state()).put("text", cell.text());
        if (cell instanceof MatrixCell.Waived waived) {
            node.put("reason", waived.reason());
        }
        if (!cell.links().isEmpty()) {
            ArrayNode links = node.putArray("links");
            cell.links().forEach(link -> {
                ObjectNode target = links.addObject().put("text", link.text());
                if (!link.path().isEmpty()) {
                    target.put("path", link.path()).put("line", link.line());
                }
            });
        }
    }
}
