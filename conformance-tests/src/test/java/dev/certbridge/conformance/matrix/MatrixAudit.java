package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The matrix of this repository, from a run of the whole kit: written to {@code target/conformance}, and without holes.
 * {@code -Dmatrix.update=true} writes {@code matrix.txt} anew.
 */
class MatrixAudit {

    /** How many waivers there are. It may only go down. */
    private static final int WAIVERS = 0;

    private static final Path SPECS = Path.of("..", "specs");
    private static final Path KEPT = Path.of("matrix.txt");
    private static final Path TARGET = Path.of("target", "conformance");

    private static RunReport report;
    private static Matrix matrix;
    // Read from class files, which is as long as all else that a matrix is made of, and the same each time.
    private static Map<String, Set<String>> called;

    @BeforeAll
    static void run() throws IOException {
        // An invented reseller of another test has no contract in specs.
        List<ClientUnderTest> candidates = ClientUnderTest.all().stream()
                .filter(candidate ->
                        Files.exists(SPECS.resolve(candidate.subject().name())))
                .toList();
        report = ConformanceRun.of(candidates, ConformanceRun.Progress.NONE);
        matrix = Matrix.ofKit(report, candidates);
        called = CalledOperations.byReseller();
        MatrixReport.of(matrix).write(TARGET);
        if (Boolean.getBoolean("matrix.update")) {
            Files.write(KEPT, matrix.lines());
        }
    }

    @Test
    void no_cell_is_empty_outside_of_the_waivers() {
        assertThat(matrix.holes())
                .as("What lacks, and where to add it. The page is %s", TARGET.resolve("matrix.html"))
                .isEmpty();
    }

    @Test
    void nothing_that_stands_behind_an_answer_went_away_unnoticed() throws IOException {
        assertThat(LineRatchet.differences(Files.readAllLines(KEPT), matrix.lines()))
                .as(
                        "Bring it back; or, when the change is meant, run MatrixAudit with -Dmatrix.update=true and commit %s",
                        KEPT)
                .isEmpty();
    }

    /** Three send nothing that is answered; {@code EveryWrongClientTest} misses those by their numbers. */
    @Test
    void every_rule_that_is_answered_stands_behind_an_answer_so_that_it_is_missed_when_it_goes() throws IOException {
        String kept = Files.readString(KEPT);
        assertThat(RuleDefinition.all().stream()
                        .map(RuleDefinition::number)
                        .filter(rule -> !Pattern.compile("rules=(.*,)?" + rule + "(,|\n)")
                                .matcher(kept)
                                .find()))
                .containsExactly("E10", "E12", "M13");
    }

    /** One of each topic; nothing else of the run changes. */
    @ParameterizedTest
    @ValueSource(strings = {"C3", "E11", "M21", "A13", "S4", "V2"})
    void a_rule_whose_test_is_deleted_is_missed_by_name_at_an_operation_and_status(String rule) throws IOException {
        assertThat(LineRatchet.differences(
                        Files.readAllLines(KEPT), without(rule).lines()))
                .isNotEmpty()
                .allSatisfy(missed -> assertThat(missed)
                        .matches("(regfish|realtime) [a-zA-Z]+ [0-9]{3}: rule " + rule + " no longer meets it"));
    }

    @Test
    void without_the_rule_that_makes_the_stub_behave_what_adapters_rely_on_is_a_hole() {
        Matrix less = without("C4");
        assertThat(less.conforming()).isFalse();
        assertThat(less.holes())
                .contains(
                        "realtime cancelProcess 200: stub: an adapter relies on this success, and the stub only showed"
                                + " the contract's example; " + MatrixColumn.STUB.remedy("", ""))
                .allSatisfy(hole -> assertThat(hole).matches("(regfish|realtime) [a-zA-Z]+ 20[0-9]: stub: .*"));
    }

    @Test
    void there_are_only_ever_fewer_waivers() {
        assertThat(Waivers.ofKit().all())
                .as("When there are fewer, lower the number here; when there are more, fill the hole")
                .hasSize(WAIVERS);
    }

    @Test
    void every_contract_of_the_repository_has_its_rows() throws IOException {
        try (Stream<Path> contracts = Files.walk(SPECS, 2)) {
            assertThat(contracts
                            .filter(file -> file.endsWith("openapi.yaml"))
                            .map(file -> file.getParent().getFileName().toString()))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(matrix.rows())
                            .anySatisfy(row -> assertThat(row.pair().reseller()).isEqualTo(name)));
        }
    }

    /** The real matrix of the real run, had this rule no test. */
    private static Matrix without(String rule) {
        List<RuleResult> others = report.results().stream()
                .filter(result -> !result.rule().equals(rule))
                .toList();
        assertThat(others)
                .as("the cases of %s are known", rule)
                .hasSizeLessThan(report.results().size());
        MatrixSources sources = matrix.sources();
        return Matrix.of(new RunReport(others), sources.contracts(), sources.pacts(), Waivers.ofKit(), called);
    }

    @Test
    void every_link_of_the_page_leads_somewhere_on_it_and_every_cell_has_one() throws IOException {
        String page = Files.readString(TARGET.resolve("matrix.html"));
        assertThat(found(page, "href=\"([^\"]*)\""))
                .isNotEmpty()
                .allMatch(target -> target.startsWith("#"))
                .extracting(target -> target.substring(1))
                .isSubsetOf(found(page, " id=\"([^\"]*)\""));
        Set<String> cells = found(page, "(<td class=\"[a-z-]+\">.*?</td>)");
        assertThat(cells).isNotEmpty().allSatisfy(cell -> assertThat(cell).contains("<a href=\"#"));
        assertThat(matrix.rows())
                .flatMap(row -> row.cells().values())
                .allSatisfy(cell -> assertThat(cell.links()).as(cell.text()).isNotEmpty());
    }

    private static Set<String> found(String page, String what) {
        return Pattern.compile(what)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void the_page_stays_small() throws IOException {
        assertThat(Files.size(TARGET.resolve("matrix.html"))).isLessThan(3_000_000);
    }
}
