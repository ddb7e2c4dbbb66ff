package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.matrix.MatrixCell.State;
import dev.certbridge.conformance.rule.RuleDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a matrix to {@code matrix.html} for people, {@code matrix.json} for programs ({@link #json}), {@code
 * TEST-conformance-matrix.xml} for CI servers and {@code conformance.sarif} for code hosts. The page contains the contracts, pacts and rules that its cells link to,
 * so it can be read without the repository.
 */
public final class MatrixReport {

    private final Matrix matrix;
    private final List<KitRule> rules;
    private final List<ContractComparison> comparisons;

    /** A rule of the kit, as the page shows it. */
    record KitRule(String number, String sentence, String method) {}

    private MatrixReport(Matrix matrix, List<KitRule> rules, List<ContractComparison> comparisons) {
        this.matrix = matrix;
        this.rules = rules;
        this.comparisons = List.copyOf(comparisons);
    }

    /** Returns a report on a matrix with all rules of the kit. */
    public static MatrixReport of(Matrix matrix) {
        return withRules(matrix, kitRules());
    }

    /** Returns a report that also lists what new contracts change. */
    public static MatrixReport of(Matrix matrix, List<ContractComparison> comparisons) {
        return new MatrixReport(matrix, kitRules(), comparisons);
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

    static MatrixReport withRules(Matrix matrix, List<KitRule> rules) {
        return new MatrixReport(matrix, rules, List.of());
    }

    /**
     * Writes the four files and replaces those of an earlier run.
     *
     * @param directory the directory, which is created if needed
     * @throws IOException if a file cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("matrix.html"), new MatrixPage(matrix, rules, comparisons).html());
        Files.writeString(directory.resolve("matrix.json"), json(matrix, comparisons));
        Files.writeString(directory.resolve("TEST-conformance-matrix.xml"), junit(matrix, comparisons));
        Files.writeString(directory.resolve("conformance.sarif"), SarifReport.sarif(matrix));
    }

    /** Returns the text with a replacement character for each character that XML 1.0 does not allow. */
    static String printable(CharSequence text) {
        return text.toString().replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\ufffd");
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * Writes the matrix as JSON, for programs. The members have the following order. Equal runs give equal bytes.
     *
     * <pre>
     * conforming  boolean         false also if a new contract needs work
     * newContracts [              only if new contracts are compared
     *   reseller, verdict         string
     *   needsWork                 boolean
     *   changes                   [{severity, type, change, remedy, operations: [string], members: [string]}]
     *   pacts                     [string], the pacts that the new contract does not allow
     * ]
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
     *   passed, failed, optedOut, notApplicable  number of cases
     *   detail                    string, the first failure or why a case was not tested; empty if all cases passed
     * ]
     * </pre>
     */
    static String json(Matrix matrix, List<ContractComparison> comparisons) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("conforming", matrix.conforming() && comparisons.stream().noneMatch(ContractComparison::needsWork));
        if (!comparisons.isEmpty()) {
            ArrayNode contracts = root.putArray("newContracts");
            comparisons.forEach(comparison -> comparison(comparison, contracts.addObject()));
        }
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
                        .put("notApplicable", rule.notApplicable())
                        .put("detail", rule.detail()));
        try {
            return JSON.writeValueAsString(root).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the matrix cannot be written as JSON", e);
        }
    }

    private static void comparison(ContractComparison comparison, ObjectNode node) {
        node.put("reseller", comparison.reseller())
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

    /** A test case. Both {@code failure} and {@code skipped} are empty if the case passed. */
    private record Case(String group, String name, Duration took, String failure, String skipped) {}

    /**
     * Writes the matrix as JUnit XML, with a test case for each change of a new contract, for each row, and for each
     * rule and client. A change that needs work, a gap or a failed rule is a failure. A waived gap or an opt-out is
     * reported as skipped, and the report contains its reason.
     */
    static String junit(Matrix matrix, List<ContractComparison> comparisons) {
        List<Case> cases = Stream.of(
                        comparisons.stream().flatMap(MatrixReport::ofComparison),
                        matrix.rows().stream().map(MatrixReport::ofRow),
                        matrix.rules().stream().map(MatrixReport::ofRule))
                .flatMap(all -> all)
                .toList();
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, cases);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the matrix cannot be written as XML", e);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, List<Case> cases) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "conformance-matrix");
        attribute(xml, "tests", Integer.toString(cases.size()));
        attribute(xml, "failures", count(cases.stream().map(Case::failure)));
        attribute(xml, "errors", "0");
        attribute(xml, "skipped", count(cases.stream().map(Case::skipped)));
        for (Case one : cases) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            attribute(xml, "classname", one.group());
            attribute(xml, "name", one.name());
            attribute(xml, "time", String.format(Locale.ROOT, "%.3f", one.took().toMillis() / 1000.0));
            element(xml, "failure", one.failure());
            element(xml, "skipped", one.skipped());
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, printable(value));
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            xml.writeStartElement(name);
            attribute(xml, "message", text.strip().replaceAll("\\s+", " "));
            xml.writeCharacters(printable(text));
            xml.writeEndElement();
        }
    }

    private static String count(Stream<String> texts) {
        return Long.toString(texts.filter(text -> !text.isEmpty()).count());
    }

    private static Stream<Case> ofComparison(ContractComparison comparison) {
        String group = "new-contract." + comparison.reseller();
        return Stream.concat(
                comparison.diff().distinct().stream().map(change -> {
                    String name = String.join(", ", change.operations()) + ": " + change.sentence();
                    String failure = change.severity().needsWork()
                            ? change.severity().name().toLowerCase(Locale.ROOT) + ": " + name + "; to do: "
                                    + change.remedy()
                            : "";
                    return new Case(group, name, Duration.ZERO, failure, "");
                }),
                comparison.pacts().stream().map(pact -> new Case(group, pact, Duration.ZERO, pact, "")));
    }

    private static Case ofRow(MatrixRow row) {
        OperationStatus key = row.key();
        String gaps = texts(row, State.GAP);
        return new Case(
                "matrix." + key.reseller() + "." + key.operationId(),
                key.operationId() + " " + key.status(),
                Duration.ZERO,
                gaps,
                gaps.isEmpty() ? texts(row, State.WAIVED) : "");
    }

    private static String texts(MatrixRow row, State state) {
        return row.cells().entrySet().stream()
                .filter(entry -> entry.getValue().state() == state)
                .map(entry -> row.key() + ": " + entry.getKey().key() + ": "
                        + entry.getValue().text()
                        + (state == State.WAIVED
                                ? ", waived: " + entry.getValue().reason()
                                : ""))
                .collect(Collectors.joining("\n"));
    }

    private static Case ofRule(RuleTally rule) {
        String detail = rule.detail();
        String failure = rule.failed() == 0 ? "" : detail.isBlank() ? "failed" : detail;
        boolean untested = rule.failed() == 0 && rule.passed() == 0;
        String skipped = !untested ? "" : detail.isBlank() ? rule.untested() : detail;
        return new Case(
                "rules." + rule.reseller() + "." + rule.candidate(), rule.rule(), rule.took(), failure, skipped);
    }
}
