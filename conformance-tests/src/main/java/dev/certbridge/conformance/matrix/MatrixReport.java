package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.contract.RunDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes a matrix to {@code matrix.html} for people, {@code matrix.json} for programs ({@link #json}), {@code
 * TEST-conformance-matrix.xml} for CI servers and {@code conformance.sarif} for code hosts. The page contains the
 * contracts, pacts and rules that its cells link to, so it can be read without the repository.
 */
public final class MatrixReport {

    private final Matrix matrix;
    private final RunDetails run;
    private final List<ContractComparison> comparisons;
    private final List<KitRule> rules;

    /** A rule of the kit, as the page shows it. */
    record KitRule(String number, String sentence, String method) {}

    MatrixReport(Matrix matrix, RunDetails run, List<ContractComparison> comparisons, List<KitRule> rules) {
        this.matrix = matrix;
        this.run = run;
        this.comparisons = List.copyOf(comparisons);
        this.rules = rules;
    }

    /** Returns a report on a matrix with all rules of the kit. The report also lists the changes of new contracts. */
    public static MatrixReport of(Matrix matrix, RunDetails run, List<ContractComparison> comparisons) {
        return new MatrixReport(matrix, run, comparisons, kitRules());
    }

    private static List<KitRule> kitRules() {
        return RuleDefinition.all().stream()
                .map(rule -> new KitRule(
                        rule.number(),
                        rule.title(),
                        rule.method().getDeclaringClass().getSimpleName() + "."
                                + rule.method().getName()))
                .toList();
    }

    /**
     * Writes the four files, and replaces the files of an earlier run.
     *
     * @param directory the directory, which is created if needed
     * @throws IOException if a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.html"), new MatrixPage(matrix, run, rules, comparisons).html());
        Files.writeString(
                directory.resolve("matrix.json"), json().toPrettyString().replace("\r\n", "\n") + "\n");
        Files.writeString(
                directory.resolve("TEST-conformance-matrix.xml"), new JUnitReport(matrix, run, comparisons).xml());
        Files.writeString(
                directory.resolve("conformance.sarif"), new SarifReport(matrix, run, comparisons, rules).sarif());
    }

    /** Returns the text. Each character that XML 1.0 does not allow is replaced by the replacement character U+FFFD. */
    static String printable(CharSequence text) {
        return text.toString().replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\ufffd");
    }

    /**
     * Returns the matrix as JSON, for programs. The JSON always contains all members. Equal runs at the same time give
     * equal documents. The members are described in {@code docs/json/certbridge.schema.json}, under {@code
     * conformance}.
     */
    public ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("run", run.json());
        root.put("conforming", matrix.conforming() && comparisons.stream().noneMatch(ContractComparison::needsWork));
        ArrayNode contracts = root.putArray("newContracts");
        comparisons.forEach(comparison -> comparison(comparison, contracts.addObject()));
        ArrayNode gaps = root.putArray("gaps");
        matrix.gaps().forEach(gaps::add);
        ArrayNode pairs = root.putArray("pairs");
        matrix.rows().forEach(row -> row(row, pairs.addObject()));
        ArrayNode tallies = root.putArray("rules");
        matrix.rules()
                .forEach(rule -> tallies.addObject()
                        .put("reseller", rule.reseller())
                        .put("candidate", rule.candidate())
                        .put("rule", rule.rule())
                        .put("passed", rule.passed())
                        .put("failed", rule.failed())
                        .put("optedOut", rule.optedOut())
                        .put("notApplicable", rule.notApplicable())
                        .put("detail", rule.detail()));
        return root;
    }

    private static void comparison(ContractComparison comparison, ObjectNode node) {
        node.put("reseller", comparison.reseller())
                .put("oldVersion", comparison.before().version())
                .put("newVersion", comparison.after().version())
                .put("needsWork", comparison.needsWork())
                .put("verdict", comparison.verdict());
        ArrayNode changes = node.putArray("changes");
        comparison.diff().distinct().forEach(change -> {
            ObjectNode one = changes.addObject()
                    .put("severity", change.severity().name().toLowerCase(Locale.ROOT))
                    .put("type", change.type().id())
                    .put("change", change.sentence())
                    .put("remedy", change.remedy());
            change.operations().forEach(one.putArray("operations")::add);
            change.members().forEach(one.putArray("members")::add);
        });
        comparison.pacts().forEach(node.putArray("pacts")::add);
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
        node.put("state", cell.state().key())
                .put("text", cell.text())
                .put("reason", cell.reason().isEmpty() ? null : cell.reason());
        ArrayNode links = node.putArray("links");
        cell.links()
                .forEach(link -> links.addObject()
                        .put("text", link.text())
                        .put("path", link.isRule() ? null : link.path())
                        .put("line", link.isRule() ? null : link.line()));
    }
}
