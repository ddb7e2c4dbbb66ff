package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.Candidate;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The matrix of this repository, from a run of the whole kit: written to {@code target/conformance}, and without holes.
 * {@code -Dmatrix.update=true} writes {@code matrix.txt} anew.
 */
class MatrixAudit {

    /** How many waivers there are. It may only go down. */
    private static final int WAIVERS = 2;

    private static final Path SPECS = Path.of("..", "specs");
    private static final Path KEPT = Path.of("matrix.txt");
    private static final Path TARGET = Path.of("target", "conformance");

    private static Matrix matrix;

    @BeforeAll
    static void run() throws IOException {
        // An invented reseller of another test has no contract in specs.
        List<Candidate> candidates = Candidate.all().stream()
                .filter(candidate ->
                        Files.exists(SPECS.resolve(candidate.subject().name())))
                .toList();
        RunReport report = ConformanceRun.of(candidates, ConformanceRun.Progress.NONE);
        matrix = Matrix.ofKit(report, candidates);
        MatrixReport.of(matrix).linkedTo("../../..").write(TARGET);
    }

    @Test
    void no_cell_is_empty_outside_of_the_waivers() {
        assertThat(matrix.holes())
                .as("What lacks, and where to add it. The page is %s", TARGET.resolve("matrix.html"))
                .isEmpty();
    }

    @Test
    void nothing_that_stands_behind_an_answer_went_away_unnoticed() throws IOException {
        if (Boolean.getBoolean("matrix.update")) {
            Files.write(KEPT, matrix.lines());
        }
        assertThat(KeptLines.differences(Files.readAllLines(KEPT), matrix.lines()))
                .as(
                        "Bring it back; or, when the change is meant, run MatrixAudit with -Dmatrix.update=true and commit %s",
                        KEPT)
                .isEmpty();
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

    @Test
    void the_page_stays_small() throws IOException {
        assertThat(Files.size(TARGET.resolve("matrix.html"))).isLessThan(1_000_000);
    }
}
