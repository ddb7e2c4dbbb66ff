package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Tests the formats of a judgment. */
class JudgmentReportTest {

    private static final String PROOF =
            "request 2 (POST /tls/certificate, not answered) repeats <request> \"1\" & \u0007";

    private static final CommandEnd END = new CommandEnd("exit code 0", true, List.of());

    @TempDir
    private Path folder;

    @Test
    void the_text_has_a_table_the_proof_and_the_number_of_rules_that_were_not_seen() {
        String text = report(JudgeVerdict.BROKEN).text();

        assertThat(text)
                .containsPattern("(?m)^ 2 no-spend-again +No order is sent again")
                .containsPattern("(?m)^regfish lost-answer +kept +BROKEN +- +- ")
                .contains("regfish lost-answer breaks no-spend-again: ", "  " + PROOF)
                .endsWith("1 kept, 1 broken, 8 not seen. A rule that was not seen (-) was not tested.\n");
    }

    @Test
    void the_text_and_the_page_name_the_rules_that_no_scenario_tested() {
        String rules = "regfish: not tested in any scenario: orders-asked, charges-shown, retry-after, poll-rate,"
                + " poll-end, key-in-header, silent-after-end, survives-unknown";

        assertThat(report(JudgeVerdict.KEPT).text())
                .contains("\n" + rules + "\n")
                .doesNotContain("--time-limit");
        assertThat(report(JudgeVerdict.KEPT).html()).contains("<p>" + rules + "</p>");
    }

    @Test
    void the_text_and_the_page_name_each_scenario_in_which_the_client_was_stopped() {
        String stopped = "regfish lost-answer: the client was stopped at the time limit of 60.0 s. Later requests"
                + " were not tested. Poll faster, or set --time-limit.";
        JudgmentReport report =
                report(JudgeVerdict.KEPT, new CommandEnd("stopped at the time limit of 60.0 s", false, List.of()));

        assertThat(report.text()).contains("\n" + stopped + "\n");
        assertThat(report.html()).contains("<p>" + stopped + "</p>");
    }

    /** In the scenario quiet if it is there, otherwise in any scenario that books orders. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUIET=0 LOST_ANSWER=1         | 2 | quiet",
                "QUIET=1 LOST_ANSWER=0         | 0 |",
                "LOST_ANSWER=0 SLOW_ANSWER=1   | 0 |",
                "LOST_ANSWER=0 SLOW_ANSWER=0   | 2 | lost-answer",
                "RATE_LIMITED_DATE=0           | 0 |",
                "ACKNOWLEDGMENT_NEEDED=0       | 0 |"
            })
    void a_client_that_placed_no_order_is_not_judged(String bookings, int code, String named) {
        List<ScenarioResult> results = Stream.of(bookings.split(" "))
                .map(one -> one.split("="))
                .map(one -> result(Scenario.valueOf(one[0]), JudgeVerdict.KEPT, END, Integer.parseInt(one[1])))
                .toList();
        JudgmentReport report = report(results);

        assertThat(report.judgment().exitCode()).isEqualTo(code);
        String note = "regfish: no order was placed in the scenario " + named + ": answers: 1 not answered, 1 with 200";
        assertThat(report.text().contains("\n" + note + "\n")).isEqualTo(named != null);
        assertThat(report.html().contains("<p>" + note + "</p>")).isEqualTo(named != null);
    }

    @ParameterizedTest
    @CsvSource({"ODD_BUT_LEGAL, true", "QUIET ODD_BUT_LEGAL, false", "LOST_ANSWER, false"})
    void odd_answers_without_the_scenario_quiet_are_named_as_not_compared(String scenarios, boolean isNamed) {
        List<ScenarioResult> results = Stream.of(scenarios.split(" "))
                .map(scenario -> result(Scenario.valueOf(scenario), JudgeVerdict.KEPT, END, 1))
                .toList();

        assertThat(report(results).text().contains("\nregfish: survives-unknown was not tested, because it needs"))
                .isEqualTo(isNamed);
    }

    @Test
    void each_format_has_the_date_and_the_versions() throws Exception {
        JudgmentReport report = report(JudgeVerdict.KEPT);
        report.write(folder);

        String run = "2026-11-30T08:00:00Z, certbridge 1.2.3, JDK 17.0.1, contracts: regfish 4.5.6";
        assertThat(report.text()).startsWith(run + "\n\n");
        assertThat(folder.resolve("judge.html")).content().contains("<p>" + run + "</p>");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("judge.json").toFile())
                        .get("run")
                        .toString())
                .isEqualTo("{\"date\":\"2026-11-30T08:00:00Z\",\"certbridge\":\"1.2.3\",\"jdk\":\"17.0.1\","
                        + "\"contracts\":[{\"reseller\":\"regfish\",\"version\":\"4.5.6\"}]}");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("TEST-certbridge-judge.xml").toFile())
                .getDocumentElement();
        assertThat(suite.getAttribute("timestamp")).isEqualTo("2026-11-30T08:00:00Z");
        NodeList properties = suite.getElementsByTagName("property");
        assertThat(IntStream.range(0, properties.getLength())
                        .mapToObj(i -> (Element) properties.item(i))
                        .map(property -> property.getAttribute("name") + "=" + property.getAttribute("value")))
                .containsExactly("certbridge=1.2.3", "jdk=17.0.1", "contract.regfish=4.5.6");
    }

    @Test
    void json_has_every_scenario_and_rule() throws Exception {
        report(JudgeVerdict.BROKEN).write(folder);

        JsonNode json = new ObjectMapper().readTree(folder.resolve("judge.json").toFile());
        assertThat(json.path("broken").asInt()).isEqualTo(1);
        assertThat(json.path("notSeen").asInt()).isEqualTo(8);
        assertThat(json.path("exit").asInt()).isEqualTo(1);
        JsonNode result = json.at("/results/0");
        assertThat(result.path("scenario").asText()).isEqualTo("lost-answer");
        assertThat(result.path("end").asText()).isEqualTo("exit code 0");
        assertThat(result.path("rules")).hasSize(JudgeRule.values().length);
        assertThat(result.at("/rules/1/verdict").asText()).isEqualTo("broken");
        assertThat(result.at("/rules/1/proof/0").asText()).isEqualTo(PROOF);
    }

    @Test
    void junit_xml_has_failures_and_skipped_tests() throws Exception {
        report(JudgeVerdict.BROKEN).write(folder);

        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("TEST-certbridge-judge.xml").toFile());
        Element suite = xml.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("10");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("8");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(10);
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo(PROOF.replace("\u0007", ""));
        assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(8);
    }

    @Test
    void the_page_is_well_formed_and_refers_to_nothing_else() throws Exception {
        report(JudgeVerdict.BROKEN).write(folder);

        String page = Files.readString(folder.resolve("judge.html"));
        String markup = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta [^>]*>", "");
        Document html = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup.strip())));
        assertThat(html.getElementsByTagName("td").getLength()).isEqualTo(JudgeRule.values().length);
        assertThat(page)
                .contains("repeats &lt;request&gt; &quot;1&quot; &amp; ")
                .doesNotContain("<script", "href", "src=");
    }

    @Test
    void the_exit_code_counts_only_broken_rules_and_needs_a_request() {
        assertThat(report(JudgeVerdict.BROKEN).judgment().exitCode()).isEqualTo(1);
        assertThat(report(JudgeVerdict.KEPT).judgment().exitCode()).isZero();
        assertThat(report(JudgeVerdict.NOT_SEEN).judgment().exitCode()).isZero();
        assertThat(new Judgment(JudgeOptions.defaults(), List.of()).exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "QUIET, KEPT, true, 0",
        "QUIET, KEPT, false, 2",
        "QUIET, BROKEN, false, 1",
        "LOST_ANSWER, KEPT, false, 0"
    })
    void a_client_that_was_stopped_without_faults_is_not_judged(
            Scenario scenario, JudgeVerdict verdict, boolean byItself, int code) {
        JudgmentReport report = report(scenario, verdict, new CommandEnd("end", byItself, List.of()));

        assertThat(report.judgment().exitCode()).isEqualTo(code);
    }

    private static JudgmentReport report(JudgeVerdict verdict) {
        return report(verdict, END);
    }

    private static JudgmentReport report(JudgeVerdict verdict, CommandEnd end) {
        return report(Scenario.LOST_ANSWER, verdict, end);
    }

    private static JudgmentReport report(Scenario scenario, JudgeVerdict verdict, CommandEnd end) {
        return report(List.of(result(scenario, verdict, end, 2)));
    }

    private static JudgmentReport report(List<ScenarioResult> results) {
        return new JudgmentReport(new Judgment(JudgeOptions.defaults(), results), RuleFixture.RUN);
    }

    private static ScenarioResult result(Scenario scenario, JudgeVerdict verdict, CommandEnd end, int bookings) {
        Map<JudgeRule, Finding> findings = new EnumMap<>(JudgeRule.class);
        for (JudgeRule rule : JudgeRule.values()) {
            findings.put(rule, Finding.notSeen());
        }
        findings.put(JudgeRule.VALID_REQUESTS, new Finding(JudgeVerdict.KEPT, List.of("request 1")));
        findings.put(JudgeRule.NO_SPEND_AGAIN, new Finding(verdict, List.of(PROOF)));
        SortedMap<Integer, Integer> statuses = new TreeMap<>(Map.of(200, 1, 0, 1));
        return new ScenarioResult("regfish", scenario, findings, List.of(), statuses, bookings, Optional.of(end));
    }
}
