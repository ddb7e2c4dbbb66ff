package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.RunDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The matrix of this repository, from a run of the whole kit, has no gaps. It is written to {@code target/conformance}.
 * {@code -Dmatrix.update=true} rewrites {@code matrix.txt}.
 */
class MatrixAudit {

    /** The number of waivers, which may only decrease. */
    private static final int WAIVERS = 0;

    private static final Path SPECS = Path.of("..", "specs");
    private static final Path COMMITTED = Path.of("matrix.txt");
    private static final Path TARGET = Path.of("target", "conformance");

    private static RunReport report;
    private static Matrix matrix;
    // Reading the class files takes as long as computing the rest of a matrix, and the result is always the same.
    private static Map<String, Set<String>> called;

    @BeforeAll
    static void run() throws IOException {
        // The invented reseller of another test has no contract in specs.
        List<ClientUnderTest> candidates = ClientUnderTest.all().stream()
                .filter(candidate ->
                        Files.exists(SPECS.resolve(candidate.provider().name())))
                .toList();
        report = ConformanceRun.of(candidates, ConformanceRun.Progress.NONE);
        matrix = Matrix.ofKit(report, candidates);
        called = CalledOperations.byReseller();
        MatrixReport.of(matrix, RunDetails.of(Clock.systemUTC(), matrix.contracts()), List.of())
                .write(TARGET);
        if (Boolean.getBoolean("matrix.update")) {
            Files.write(COMMITTED, matrix.lines());
        }
    }

    @Test
    void no_cell_is_a_gap_without_a_waiver() {
        assertThat(matrix.gaps())
                .as("The missing parts and where to add them. The page is %s", TARGET.resolve("matrix.html"))
                .isEmpty();
    }

    @Test
    void no_example_pact_or_rule_was_removed_unnoticed() throws IOException {
        assertThat(BaselineComparison.differences(Files.readAllLines(COMMITTED), matrix.lines()))
                .as(
                        "Restore it. If the change is intended, run MatrixAudit with -Dmatrix.update=true and"
                                + " commit %s",
                        COMMITTED)
                .isEmpty();
    }

    /** Three rules meet no response; {@code EveryWrongClientTest} lists those by number. */
    @Test
    void every_rule_that_meets_a_response_is_in_the_committed_lines() throws IOException {
        String committed = Files.readString(COMMITTED);
        assertThat(RuleDefinition.all().stream()
                        .map(RuleDefinition::number)
                        .filter(rule -> !Pattern.compile("rules=(.*,)?" + rule + "(,|\n)")
                                .matcher(committed)
                                .find()))
                .containsExactly("E10", "E12", "M13");
    }

    /** One rule of each topic. */
    @ParameterizedTest
    @ValueSource(strings = {"C3", "E11", "M21", "A13", "S4", "V2"})
    void a_deleted_rule_is_reported_by_number_at_an_operation_and_status(String rule) throws IOException {
        assertThat(BaselineComparison.differences(
                        Files.readAllLines(COMMITTED), without(rule).lines()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .matches("(regfish|realtime) [a-zA-Z]+ [0-9]{3}: rule " + rule + " no longer meets it"));
    }

    @Test
    void a_success_without_the_rule_that_makes_the_stub_behave_is_a_gap() {
        Matrix less = without("C4");
        assertThat(less.conforming()).isFalse();
        assertThat(less.gaps())
                .contains("realtime cancelProcess 200: stub: an adapter relies on this success, but the stub only"
                        + " sent the"
                        + " example of the contract; " + MatrixColumn.STUB.remedy("", ""))
                .allSatisfy(gap -> assertThat(gap).matches("(regfish|realtime) [a-zA-Z]+ 20[0-9]: stub: .*"));
    }

    @Test
    void the_number_of_waivers_only_decreases() {
        assertThat(Waivers.ofKit().all())
                .as("If there are fewer, lower the number here; if there are more, fill the gap")
                .hasSize(WAIVERS);
    }

    @Test
    void every_contract_with_a_client_in_this_module_has_its_rows() throws IOException {
        Set<String> resellers = ClientUnderTest.all().stream()
                .map(client -> client.provider().name())
                .collect(Collectors.toSet());
        try (Stream<Path> contracts = Files.walk(SPECS, 2)) {
            assertThat(contracts
                            .filter(file -> file.endsWith("openapi.yaml"))
                            .map(file -> file.getParent().getFileName().toString())
                            .filter(resellers::contains))
                    .hasSameSizeAs(resellers)
                    .allSatisfy(name -> assertThat(matrix.rows())
                            .anySatisfy(row -> assertThat(row.key().reseller()).isEqualTo(name)));
        }
    }

    /** Returns the matrix of the same run without the cases of one rule. */
    private static Matrix without(String rule) {
        List<RuleResult> others = report.results().stream()
                .filter(result -> !result.rule().equals(rule))
                .toList();
        assertThat(others)
                .as("cases without %s", rule)
                .hasSizeLessThan(report.results().size());
        return Matrix.of(
                new RunReport(others), matrix.contracts(), matrix.pacts(), called.keySet(), Waivers.ofKit(), called);
    }

    @Test
    void every_link_of_the_page_leads_somewhere_on_it_and_every_cell_has_one() throws IOException {
        String page = Files.readString(TARGET.resolve("matrix.html"));
        assertThat(PageLinks.targets(page)).isNotEmpty().isSubsetOf(PageLinks.anchors(page));
        Set<String> cells = PageLinks.found(page, "(<td class=\"[a-z-]+\">.*?</td>)");
        assertThat(cells).isNotEmpty().allSatisfy(cell -> assertThat(cell).contains("<a href=\"#"));
        assertThat(matrix.rows())
                .flatMap(row -> row.cells().values())
                .allSatisfy(cell -> assertThat(cell.links()).as(cell.text()).isNotEmpty());
    }

    @Test
    void the_page_stays_small() throws IOException {
        assertThat(Files.size(TARGET.resolve("matrix.html"))).isLessThan(700_000);
    }

    /**
     * Compares {@link Matrix#lines()} with the committed lines, so that an example, pact or rule that was removed is
     * reported although something else still fills its cell.
     */
    static final class BaselineComparison {

        private static final Pattern LINE = Pattern.compile("(.+) examples=(.*) pacts=(\\d+) rules=(.*)");

        private BaselineComparison() {}

        /** Returns the differences, one line each, which names the reseller, the operation and the status. */
        static List<String> differences(List<String> committed, List<String> current) {
            Map<String, MatchResult> before = parsed(committed);
            Map<String, MatchResult> after = parsed(current);
            Set<String> knownRules = before.values().stream()
                    .flatMap(line -> names(line.group(4)).stream())
                    .collect(Collectors.toSet());
            List<String> differences = new ArrayList<>();
            before.forEach((row, old) -> {
                MatchResult now = after.remove(row);
                if (now == null) {
                    differences.add(row + ": is no longer in the contract");
                    return;
                }
                without(old.group(2), names(now.group(2)))
                        .forEach(name -> differences.add(row + ": the contract lost its example " + name));
                without(now.group(2), names(old.group(2)))
                        .forEach(name -> differences.add(row + ": the contract has a new example " + name));
                if (!old.group(3).equals(now.group(3))) {
                    differences.add(row + ": has " + now.group(3) + " pacts instead of " + old.group(3));
                }
                without(old.group(4), names(now.group(4)))
                        .forEach(rule -> differences.add(row + ": rule " + rule + " no longer meets it"));
                // A known rule may meet one more response; a new rule has to be committed.
                without(now.group(4), knownRules)
                        .forEach(rule -> differences.add(row + ": the new rule " + rule + " meets it"));
            });
            after.keySet().forEach(row -> differences.add(row + ": is new"));
            return differences;
        }

        private static Set<String> without(String names, Set<String> others) {
            Set<String> rest = new TreeSet<>(names(names));
            rest.removeAll(others);
            return rest;
        }

        private static Map<String, MatchResult> parsed(List<String> lines) {
            Map<String, MatchResult> parsed = new LinkedHashMap<>();
            LINE.matcher(String.join("\n", lines)).results().forEach(line -> parsed.put(line.group(1), line));
            if (parsed.size() != lines.size()) {
                throw new IllegalArgumentException("the lines are not all lines of a matrix, or one is repeated");
            }
            return parsed;
        }

        private static Set<String> names(String list) {
            return list.isEmpty() ? Set.of() : Set.of(list.split(","));
        }
    }
}
