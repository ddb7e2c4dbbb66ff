package dev.certbridge.judge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.RunDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats a judgment as text for a terminal, and as JSON, HTML and JUnit XML for files.
 *
 * @param run the date of the run and the software versions, which every format contains
 */
public record JudgmentReport(Judgment judgment, RunDetails run) {

    /** Writes {@code judge.json}, {@code judge.html} and {@code TEST-certbridge-judge.xml} to a folder. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("judge.json"), json().toPrettyString() + "\n");
        Files.writeString(folder.resolve("judge.html"), html());
        Files.writeString(folder.resolve("TEST-certbridge-judge.xml"), junitXml());
    }

    /**
     * Returns the judgment as text. The text contains the date and the software versions, a table of scenarios and
     * rules, and each broken rule with its proof. The text ends with the reasons for missing tests, and a summary.
     */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s%n%n", run.text()));
        for (JudgeRule rule : JudgeRule.values()) {
            text.append(String.format(Locale.ROOT, "%2d %-17s %s%n", rule.ordinal() + 1, rule.id(), rule.sentence()));
        }
        text.append(row("scenario", rule -> String.valueOf(rule.ordinal() + 1)));
        for (ScenarioResult result : judgment.results()) {
            text.append(row(name(result), rule -> cell(result.finding(rule))));
        }
        text.append(String.format(Locale.ROOT, "%n"));
        for (ScenarioResult result : judgment.results()) {
            for (JudgeRule rule : JudgeRule.values()) {
                Finding finding = result.finding(rule);
                if (finding.verdict() == JudgeVerdict.BROKEN) {
                    text.append(String.format(
                            Locale.ROOT, "%n%s breaks %s: %s%n", name(result), rule.id(), rule.sentence()));
                    finding.proof().forEach(line -> text.append(String.format(Locale.ROOT, "  %s%n", line)));
                }
            }
        }
        List<String> notes = notes();
        if (!notes.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%n"));
            notes.forEach(note -> text.append(String.format(Locale.ROOT, "%s%n", note)));
        }
        return text.append(String.format(Locale.ROOT, "%n%s%n", summary())).toString();
    }

    /** Returns a line for each reason for missing tests, and a line for the untested rules of each reseller. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (ScenarioResult result : judgment.missingOrders()) {
            result.missingOrder().ifPresent(note -> notes.add(result.reseller() + ": " + note));
        }
        for (ScenarioResult result : judgment.results()) {
            result.end()
                    .filter(end -> !end.byItself())
                    .ifPresent(end -> notes.add(name(result) + ": the client was " + end.description()
                            + ". Later requests were not tested. Poll faster, or set --time-limit."));
        }
        judgment.results().stream().map(ScenarioResult::reseller).distinct().forEach(reseller -> {
            if (has(reseller, Scenario.ODD_BUT_LEGAL) && !has(reseller, Scenario.QUIET)) {
                notes.add(
                        reseller + ": survives-unknown was not tested, because it needs the scenario quiet in the same"
                                + " run. With --serve, this rule is never tested.");
            }
            String rules = Arrays.stream(JudgeRule.values())
                    .filter(rule -> judgment.results().stream()
                            .filter(result -> result.reseller().equals(reseller))
                            .allMatch(result -> result.finding(rule).verdict() == JudgeVerdict.NOT_SEEN))
                    .map(JudgeRule::id)
                    .collect(Collectors.joining(", "));
            if (!rules.isEmpty()) {
                notes.add(reseller + ": not tested in any scenario: " + rules);
            }
        });
        return notes;
    }

    private boolean has(String reseller, Scenario scenario) {
        return judgment.results().stream()
                .anyMatch(result -> result.reseller().equals(reseller) && result.scenario() == scenario);
    }

    private static String row(String name, Function<JudgeRule, String> cell) {
        String cells = Arrays.stream(JudgeRule.values())
                .map(rule -> String.format(Locale.ROOT, "%-7s", cell.apply(rule)))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%n%-40s%s", name, cells.stripTrailing());
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%d kept, %d broken, %d not seen. A rule that was not seen (-) was not tested.",
                judgment.count(JudgeVerdict.KEPT),
                judgment.count(JudgeVerdict.BROKEN),
                judgment.count(JudgeVerdict.NOT_SEEN));
    }

    private static String cell(Finding finding) {
        return switch (finding.verdict()) {
            case KEPT -> "kept";
            case BROKEN -> "BROKEN";
            case NOT_SEEN -> "-";
        };
    }

    private static String name(ScenarioResult result) {
        return result.reseller() + " " + result.scenario().id();
    }

    /** Returns the judgment as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("run", run.json());
        for (JudgeVerdict verdict : JudgeVerdict.values()) {
            json.put(verdict.text().replace(" s", "S"), judgment.count(verdict));
        }
        json.put("exit", judgment.exitCode());
        judgment.results().forEach(result -> json.withArray("results").add(json(result)));
        return json;
    }

    /** Returns the result of one scenario as JSON. */
    static ObjectNode json(ScenarioResult result) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("reseller", result.reseller())
                .put("scenario", result.scenario().id())
                .put("about", result.scenario().sentence())
                .put("requests", result.requests())
                .put("bookings", result.bookings())
                .put("end", result.end().map(CommandEnd::description).orElse(null));
        for (JudgeRule rule : JudgeRule.values()) {
            Finding finding = result.finding(rule);
            ObjectNode one = json.withArray("rules")
                    .addObject()
                    .put("rule", rule.id())
                    .put("about", rule.sentence())
                    .put("verdict", finding.verdict().text());
            finding.proof().forEach(one.putArray("proof")::add);
        }
        return json;
    }

    /**
     * Returns the judgment as JUnit XML, with one test for each scenario and rule. A test is reported as skipped if the
     * rule was not seen.
     */
    String junitXml() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuite name=\"certbridge judge\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\""
                        + " timestamp=\"%s\">\n",
                judgment.results().size() * JudgeRule.values().length,
                judgment.count(JudgeVerdict.BROKEN),
                judgment.count(JudgeVerdict.NOT_SEEN),
                run.date()));
        xml.append("  <properties>\n").append(property("certbridge", run.certbridge()));
        xml.append(property("jdk", run.jdk()));
        run.contracts().forEach((reseller, version) -> xml.append(property("contract." + reseller, version)));
        xml.append("  </properties>\n");
        for (ScenarioResult result : judgment.results()) {
            for (JudgeRule rule : JudgeRule.values()) {
                Finding finding = result.finding(rule);
                xml.append("  <testcase classname=\"%s\" name=\"%s\">"
                        .formatted(result.reseller() + "." + result.scenario().id(), rule.id()));
                xml.append(
                        switch (finding.verdict()) {
                            case KEPT -> "";
                            case NOT_SEEN -> "<skipped message=\"not seen\"/>";
                            case BROKEN ->
                                "<failure message=\"%s\">%s</failure>"
                                        .formatted(
                                                escaped(rule.sentence()), escaped(String.join("\n", finding.proof())));
                        });
                xml.append("</testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    private static String property(String name, String value) {
        return "    <property name=\"%s\" value=\"%s\"/>\n".formatted(escaped(name), escaped(value));
    }

    /** Returns the judgment as one HTML page, without scripts and without references to other files. */
    String html() {
        String head = Arrays.stream(JudgeRule.values())
                .map(rule -> "<th title=\"%s\">%s</th>".formatted(escaped(rule.sentence()), rule.id()))
                .collect(Collectors.joining());
        String rows = judgment.results().stream()
                .map(result -> "<tr><th title=\"%s\">%s</th>%s</tr>\n"
                        .formatted(escaped(result.scenario().sentence()), name(result), cells(result)))
                .collect(Collectors.joining());
        String broken = judgment.results().stream()
                .flatMap(result -> Arrays.stream(JudgeRule.values())
                        .filter(rule -> result.finding(rule).verdict() == JudgeVerdict.BROKEN)
                        .map(rule -> section(result, rule)))
                .collect(Collectors.joining());
        String untested =
                notes().stream().map(note -> "<p>" + escaped(note) + "</p>\n").collect(Collectors.joining());
        String rules = Arrays.stream(JudgeRule.values())
                .map(rule -> "<dt>%s</dt><dd>%s</dd>\n".formatted(rule.id(), escaped(rule.sentence())))
                .collect(Collectors.joining());
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>certbridge judge</title>
                <style>
                :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
                body { margin: 1rem; }
                .table { overflow-x: auto; }
                th, td { padding: .2rem .5rem; text-align: left; }
                td { white-space: nowrap; }
                .broken { background: #b00020; color: #fff; }
                .kept { background: #1b6e3c; color: #fff; }
                </style></head><body>
                <h1>certbridge judge</h1>
                <p>%s</p>
                <p>%s</p>
                %s%s<h2>Scenarios and rules</h2>
                <div class="table"><table><thead><tr><th>scenario</th>%s</tr></thead><tbody>
                %s</tbody></table></div>
                <h2>Rules</h2>
                <dl>
                %s</dl>
                </body></html>
                """.formatted(escaped(run.text()), summary().replace(" (-)", ""), untested, broken, head, rows, rules);
    }

    private static String section(ScenarioResult result, JudgeRule rule) {
        List<String> proof = result.finding(rule).proof();
        return "<h2>%s breaks %s</h2>\n<p>%s</p>\n<ul>%s</ul>\n"
                .formatted(
                        name(result),
                        rule.id(),
                        escaped(rule.sentence()),
                        proof.stream()
                                .map(line -> "<li>" + escaped(line) + "</li>")
                                .collect(Collectors.joining()));
    }

    private static String cells(ScenarioResult result) {
        return Arrays.stream(JudgeRule.values())
                .map(rule -> result.finding(rule))
                .map(finding -> "<td class=\"%s\" title=\"%s\">%s</td>"
                        .formatted(
                                finding.verdict().text().replace(' ', '-'),
                                escaped(finding.proof().stream().limit(1).collect(Collectors.joining())),
                                finding.verdict().text()))
                .collect(Collectors.joining());
    }

    /** Escapes a text for HTML and XML. Removes characters that XML forbids. */
    private static String escaped(String text) {
        return text.codePoints()
                .filter(c -> c >= ' ' && c < 0xD800 || c == '\n' || c == '\t' || c >= 0xE000 && c < 0xFFFE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
