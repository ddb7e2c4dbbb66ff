package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.run.Verdict;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.RunDetails;
import dev.certbridge.realtime.RealtimeProvider;
import dev.certbridge.regfish.RegfishProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class MatrixReportTest {

    private static final String EVIL = "<script>alert('\"&')</script>\u0000\u001b]";
    private static final String WAIVER =
            "- {reseller: shop, operation: readThing, status: 404, columns: [pact], reason: Nobody <b>knows</b> it.}\n";

    private static final RunDetails RUN = new RunDetails(
            Instant.parse("2026-02-03T04:05:06Z"), "1.2.3", "17.0.1", new TreeMap<>(Map.of("shop", "4.5.6")));

    @TempDir
    private Path folder;

    private static MatrixReport report(Matrix matrix) {
        return MatrixReport.of(matrix, RUN, List.of());
    }

    @Test
    void every_report_has_the_date_and_the_versions() throws Exception {
        report(new SampleReseller().matrix()).write(folder);

        assertThat(Files.readString(folder.resolve("matrix.html")))
                .contains("<p>2026-02-03T04:05:06Z, certbridge 1.2.3, JDK 17.0.1, contracts: shop 4.5.6</p>");
        assertThat(json("matrix.json").get("run").toString())
                .isEqualTo("{\"date\":\"2026-02-03T04:05:06Z\",\"certbridge\":\"1.2.3\",\"jdk\":\"17.0.1\","
                        + "\"contracts\":[{\"reseller\":\"shop\",\"version\":\"4.5.6\"}]}");
        Document document = xml(Files.readString(folder.resolve("TEST-conformance-matrix.xml")));
        assertThat(document.getDocumentElement().getAttribute("timestamp")).isEqualTo("2026-02-03T04:05:06Z");
        NodeList properties = document.getElementsByTagName("property");
        assertThat(IntStream.range(0, properties.getLength())
                        .mapToObj(i -> (Element) properties.item(i))
                        .map(property -> property.getAttribute("name") + "=" + property.getAttribute("value")))
                .containsExactly("certbridge=1.2.3", "jdk=17.0.1", "contract.shop=4.5.6");
        assertThat(Files.readString(folder.resolve("conformance.sarif"))).contains("\"version\" : \"1.2.3\"");
    }

    @Test
    void the_details_of_a_run_are_those_of_the_clock_and_of_the_contracts() {
        ContractDocument contract = new SampleReseller().matrix().contracts().get(0);
        Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06.789Z"), ZoneOffset.UTC);

        RunDetails run = RunDetails.of(clock, List.of(contract, contract));

        // The version is in the manifest of the jar, and the tests of one module run with classes or with the jar.
        assertThat(run.text())
                .matches("2026-02-03T04:05:06Z, certbridge (development build|\\d+\\.\\d+\\.\\d+\\S*), JDK "
                        + Pattern.quote(
                                System.getProperty("java.version") + ", contracts: shop " + contract.version()));
    }

    @Test
    void four_files_replace_those_of_an_earlier_run() throws Exception {
        Path target = folder.resolve("deep/conformance");
        report(new SampleReseller().matrix()).write(target);
        report(new SampleReseller().withoutPact("readThing", 404).matrix()).write(target);
        assertThat(target)
                .isDirectoryContaining("glob:**/matrix.html")
                .isDirectoryContaining("glob:**/matrix.json")
                .isDirectoryContaining("glob:**/TEST-conformance-matrix.xml")
                .isDirectoryContaining("glob:**/conformance.sarif");
        assertThat(Files.readString(target.resolve("matrix.html"))).contains("Not conforming: 1 thing to fix.");
    }

    @Test
    void text_from_outside_is_escaped() throws Exception {
        Matrix matrix = new SampleReseller()
                .with(SampleReseller.result("M2", SampleReseller.row("readThing", 200), Verdict.FAILED, EVIL))
                .contract("Running:", "\"<script>x\":")
                .withoutPact("readThing", 404)
                .waiving(WAIVER)
                .matrix();
        List<MatrixReport.KitRule> rules =
                List.of(new MatrixReport.KitRule("M1", "keeps <b>bold</b> promises & more {{js}}", "Rules.<script>x"));
        new MatrixReport(matrix, RUN, List.of(), rules).write(folder);
        String html = Files.readString(folder.resolve("matrix.html"));
        assertThat(html)
                .doesNotContain("<script>alert", "<script>x", "<b>knows", "<b>bold", "\u0000", "\u001b")
                .contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;\ufffd\ufffd]")
                .contains("more {{js}}");
        assertThat(html.split("<script>", -1)).hasSize(2);
        xml(Files.readString(folder.resolve("TEST-conformance-matrix.xml")));
    }

    @Test
    void the_page_needs_no_other_file() throws Exception {
        report(new SampleReseller().matrix()).write(folder);
        assertThat(Files.readString(folder.resolve("matrix.html")))
                .doesNotContain("http://", "https://", "src=", "@import", "url(", "<link", "{{");
    }

    @Test
    void the_page_explains_each_column_in_a_list_and_in_a_tooltip() throws Exception {
        report(new SampleReseller().matrix()).write(folder);
        String html = Files.readString(folder.resolve("matrix.html")).replace("&#39;", "'");
        assertThat(MatrixColumn.values())
                .allSatisfy(column -> assertThat(html)
                        .contains(
                                "<dt>" + column.key() + "</dt><dd>" + column.meaning() + ".</dd>",
                                "<th scope=\"col\" title=\"" + column.meaning() + "\">" + column.key() + "</th>"));
    }

    @Test
    void every_link_leads_to_a_place_on_the_page() throws Exception {
        report(new SampleReseller().withoutPact("readThing", 404).matrix()).write(folder);
        String html = Files.readString(folder.resolve("matrix.html"));
        assertThat(PageLinks.targets(html))
                .contains("shop-L9", "certbridge-shop-L7", "rule-M1")
                .isSubsetOf(PageLinks.anchors(html));
    }

    @Test
    void a_link_leads_to_the_line_of_the_contract_and_to_the_whole_interaction_of_the_pact() throws Exception {
        new MatrixReport(
                        new SampleReseller().matrix(),
                        RUN,
                        List.of(),
                        List.of(new MatrixReport.KitRule("M1", "buys once", "MoneyRules.buys_once")))
                .write(folder);
        String html = Files.readString(folder.resolve("matrix.html"));
        JsonNode contract = PageLinks.sources(html).get(0);
        assertThat(contract.get("id").textValue()).isEqualTo("shop");
        assertThat(contract.get("text").textValue().lines().toList().get(8)).isEqualTo("        \"202\":");
        assertThat(PageLinks.sources(html).get(1).toString())
                .startsWith("{\"id\":\"certbridge-shop-L7\",\"title\":\"Pact: a pact on ")
                .contains("\"text\":\"{\\\"description\\\": \\\"<script>x\\\"}\"");
        assertThat(html)
                .contains("<tr id=\"rule-M1\"><th scope=\"row\">M1</th><td>buys once"
                        + " <small>tested by <code>MoneyRules.buys_once</code></small></td>");
    }

    @Test
    void the_json_of_the_same_run_is_the_same_and_has_the_documented_members() throws Exception {
        JsonNode root = report(new SampleReseller().matrix()).json();
        assertThat(report(new SampleReseller().matrix()).json()).isEqualTo(root);
        assertThat(root.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("run", "conforming", "newContracts", "gaps", "pairs", "rules");
        JsonNode pair = root.get("pairs").get(0);
        assertThat(pair.get("operationId").textValue()).isEqualTo("orderThing");
        assertThat(pair.get("cells").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("spec", "evidence", "open", "example", "stub", "pact", "rule", "result");
        assertThat(pair.at("/cells/pact").toString())
                .isEqualTo(
                        "{\"state\":\"filled\",\"text\":\"1 pact\",\"reason\":null,\"links\":[{\"text\":\"a pact on orderThing 202\","
                                + "\"path\":\"conformance-tests/pacts/certbridge-shop.json\",\"line\":7}]}");
        assertThat(pair.at("/cells/rule/links").toString())
                .isEqualTo("[{\"text\":\"M1\",\"path\":null,\"line\":null}]");
    }

    @Test
    void the_junit_report_has_a_case_for_each_row_and_for_each_rule_of_a_client() throws Exception {
        Matrix matrix = new SampleReseller()
                .withoutPact("readThing", 404)
                .withoutPact("readThing", 200)
                .waiving(WAIVER)
                .with(SampleReseller.result(
                        "M3", SampleReseller.row("readThing", 200), Verdict.OPTED_OUT, "it has no M3"))
                .matrix();
        Document document = xml(new JUnitReport(matrix, RUN, List.of()).xml());
        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("10");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("2");
        assertThat(message(document, "failure")).startsWith("shop readThing 200: pact: no pact describes");
        assertThat(message(document, "skipped"))
                .isEqualTo(
                        "shop readThing 404: pact: no pact describes what clients rely on, waived: Nobody <b>knows</b> it.");
        assertThat(((Element) document.getElementsByTagName("skipped").item(1)).getAttribute("message"))
                .isEqualTo("it has no M3");
    }

    @Test
    void every_report_says_what_a_new_contract_changes_and_what_to_do() throws Exception {
        Matrix matrix = new SampleReseller().matrix();
        ContractDocument before = matrix.contracts().get(0);
        ContractDocument after = ContractDocument.parse(
                "shop",
                before.text()
                        .replace("version: 1.0.0", "version: 2.0.0")
                        .replace("          x-known-values", "          nullable: true\n          x-known-values")
                        .replace("operationId: forgottenThing", "operationId: forgottenThing\n      deprecated: true"));
        MatrixReport.of(
                        matrix,
                        RUN,
                        List.of(new ContractComparison(
                                before,
                                after,
                                ContractDiff.between(before, after),
                                List.of("certbridge-shop.json:7 readThing: <b>"),
                                List.of())))
                .write(folder);

        assertThat(Files.readString(folder.resolve("matrix.html")))
                .contains("<p class=\"verdict gap\">The rules pass, but the new contract needs work.</p>")
                .contains("<h2 id=\"changes\">Changes in the new contract</h2>\n"
                        + "<p class=\"verdict gap\"><b>shop 1.0.0 -&gt; 2.0.0</b> Breaking: ")
                .contains("<tr><th scope=\"row\">BREAKING</th><td>orderThing, readThing</td>"
                        + "<td>200, 202 application/json state: may now be null <code>Thing.getState</code></td>"
                        + "<td data-who=\"to do\">generate the client again, and change the code that reads"
                        + " this part</td></tr>")
                .contains("<li>certbridge-shop.json:7 readThing: &lt;b&gt;</li>");
        JsonNode contract = json("matrix.json").at("/newContracts/0");
        assertThat(contract.get("needsWork").booleanValue()).isTrue();
        assertThat(contract.get("changes").get(0).toString())
                .isEqualTo("{\"severity\":\"breaking\",\"type\":\"response-newly-nullable\","
                        + "\"change\":\"200, 202 application/json state: may now be null\","
                        + "\"remedy\":\"generate the client again, and change the code that reads this part\","
                        + "\"operations\":[\"orderThing\",\"readThing\"],\"members\":[\"Thing.getState\"]}");
        assertThat(contract.get("pacts").size()).isEqualTo(1);
        JsonNode findings = json("conformance.sarif").at("/runs/0");
        assertThat(findings.path("results").findValuesAsText("ruleId"))
                .containsExactly("response-newly-nullable", "pact");
        assertThat(lines(findings, 0))
                .as("the line of the member")
                .containsExactly(1
                        + after.text()
                                .lines()
                                .takeWhile(line -> !line.endsWith(" state:"))
                                .mapToInt(line -> 1)
                                .sum());
        assertThat(lines(findings, 1)).containsExactly(7);
        Document document = xml(Files.readString(folder.resolve("TEST-conformance-matrix.xml")));
        assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("2");
        assertThat(message(document, "failure"))
                .isEqualTo("breaking: orderThing, readThing: 200, 202 application/json state: may now be null;"
                        + " to do: generate the client again, and change the code that reads this part");
    }

    @Test
    void a_report_without_rules_says_that_they_could_not_run() throws Exception {
        ContractDocument contract = new SampleReseller().matrix().contracts().get(0);
        ContractDocument renamed =
                ContractDocument.parse("shop", contract.text().replace("readThing", "getThing"));
        MatrixReport.of(
                        Matrix.empty(),
                        RUN,
                        List.of(new ContractComparison(
                                contract,
                                renamed,
                                ContractDiff.between(contract, renamed),
                                List.of(),
                                List.of("readThing"))))
                .write(folder);

        assertThat(Files.readString(folder.resolve("matrix.html")))
                .contains("The new contract needs work before the rules can run.")
                .contains("The rules cannot run: the new contract has no operation readThing, which the clients call.");
        assertThat(json("matrix.json").get("conforming").booleanValue()).isFalse();
    }

    @Test
    void the_sarif_report_has_the_required_members_and_the_contract_line_of_each_finding() throws Exception {
        Matrix matrix = new SampleReseller()
                .withoutPact("readThing", 404)
                .with(SampleReseller.result("M2", SampleReseller.row("readThing", 200), Verdict.FAILED, "it broke"))
                .matrix();
        report(matrix).write(folder);

        JsonNode root = json("conformance.sarif");
        assertThat(root.path("version").textValue()).isEqualTo("2.1.0");
        JsonNode run = root.at("/runs/0");
        assertThat(run.at("/tool/driver/name").textValue()).isEqualTo("certbridge conformance");
        assertThat(run.path("results")).hasSize(2).allSatisfy(result -> {
            assertThat(result.at("/message/text").textValue()).isNotBlank();
            assertThat(result.path("level").textValue()).isEqualTo("error");
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .textValue())
                    .isEqualTo("specs/shop/openapi.yaml");
        });
        assertThat(run.path("results").findValuesAsText("ruleId")).containsExactly("pact", "M2");
        assertThat(run.at("/tool/driver/rules").findValuesAsText("id")).containsExactly("pact", "M2");
        assertThat(run.at("/tool/driver/rules/0/shortDescription/text").textValue())
                .isEqualTo("The pacts, which describe what the clients rely on.");
        assertThat(run.at("/tool/driver/rules/1/shortDescription/text").textValue())
                .isEqualTo(RuleDefinition.all().stream()
                        .filter(rule -> rule.number().equals("M2"))
                        .map(RuleDefinition::title)
                        .findFirst()
                        .orElseThrow());
        assertThat(lines(run, 0)).containsExactly(line(matrix, "shop readThing 404"));
        assertThat(lines(run, 1)).containsExactly(line(matrix, "shop readThing 200"));
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }

    private static List<Integer> lines(JsonNode run, int result) {
        return run.at("/results/" + result + "/locations").findValues("startLine").stream()
                .map(JsonNode::intValue)
                .toList();
    }

    private static int line(Matrix matrix, String row) {
        return matrix.rows().stream()
                .filter(one -> one.key().toString().equals(row))
                .findFirst()
                .orElseThrow()
                .response()
                .line();
    }

    private static String message(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        return ((Element) found.item(0)).getAttribute("message");
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_code_of_regfish_calls_orders_and_validation_records_but_no_organizations() {
        assertThat(CalledOperations.from(RegfishProvider.class))
                .containsExactlyInAnyOrder(
                        "completeCertificate",
                        "createCertificate",
                        "createRecord",
                        "deleteRecord",
                        "downloadCertificate",
                        "getCertificate",
                        "getRecord",
                        "listCertificates",
                        "listProducts",
                        "listRecords",
                        "patchRecordById",
                        "reissueCertificate");
    }

    @Test
    void the_code_of_realtime_calls_current_and_deprecated_orders_but_no_subscriptions() {
        assertThat(CalledOperations.from(RealtimeProvider.class))
                .containsExactlyInAnyOrder(
                        "acknowledgeNotification",
                        "cancelProcess",
                        "createCertificate",
                        "downloadCertificate",
                        "getCertificate",
                        "getProcess",
                        "getProcessInfo",
                        "listCertificates",
                        "listNotifications",
                        "listProcesses",
                        "listProducts",
                        "reissueCertificate",
                        "renewCertificate",
                        "renewCertificateLegacy",
                        "requestCertificate",
                        "revokeCertificate");
    }

    @Test
    void a_class_without_generated_code_calls_nothing() {
        assertThat(CalledOperations.from(OperationStatus.class)).isEmpty();
    }
}
