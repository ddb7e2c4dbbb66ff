package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the README of the benchmarks with the last full run, and the run with its gated goals. */
class BenchmarksAudit {

    private static final Path BENCHMARKS = Path.of("..", "benchmarks");
    private static final Pattern QUOTED = Pattern.compile("(?s)<!-- benchmarks -->\n(.*)<!-- /benchmarks -->");

    @Test
    void the_readme_of_the_benchmarks_quotes_the_last_full_run() throws IOException {
        new GeneratedPart(BENCHMARKS.resolve("README.md"), "benchmarks").requireIs(quoted());
    }

    @Test
    void the_run_that_is_quoted_met_every_gated_goal() throws IOException {
        assertThat(results())
                .contains("\n5 rounds, ")
                .contains("| G1 |", "| G2 |", "| G5 |", "| G6 |", "| G9 |")
                .doesNotContain("MISSED");
    }

    @Test
    void the_generated_client_took_fewer_bytes_than_every_feign_peer() throws IOException {
        for (String table : List.of("## A read", "## An order")) {
            Map<String, Double> bytes = bytesRatios(table);
            double ours = bytes.get("certbridge, generated client");
            assertThat(bytes.keySet())
                    .filteredOn(peer -> peer.startsWith("Feign"))
                    .hasSize(4);
            assertThat(bytes).allSatisfy((peer, ratio) -> {
                if (peer.startsWith("Feign")) {
                    assertThat(ratio).as(table + ", " + peer).isGreaterThan(ours);
                }
            });
        }
    }

    /** The last column of a table. */
    private static Map<String, Double> bytesRatios(String table) throws IOException {
        String all = results();
        String from = all.substring(all.indexOf(table));
        return from.substring(0, from.indexOf("\n## "))
                .lines()
                .filter(line -> line.endsWith("x |"))
                .map(line -> line.split(" *\\| *"))
                .collect(Collectors.toMap(
                        cells -> cells[1], cells -> Double.valueOf(cells[cells.length - 1].replace("x", ""))));
    }

    private static String quoted() throws IOException {
        Matcher part = QUOTED.matcher(results());
        assertThat(part.find()).isTrue();
        return part.group(1);
    }

    private static String results() throws IOException {
        return Files.readString(BENCHMARKS.resolve("results.md"));
    }
}
