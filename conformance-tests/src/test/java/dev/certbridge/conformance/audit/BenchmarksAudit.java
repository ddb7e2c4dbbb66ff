package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what the pages say about benchmarks and scale with the last measurements. */
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

    private static final Path PAGE = Path.of("..", "docs", "scale.md");
    private static final int LONGEST_PAGE = 180;

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "connections", "listings", "book", "goals"})
    void the_page_quotes_what_was_measured(String part) throws IOException {
        new GeneratedPart(PAGE, part).requireIs(measured("scale-" + part + ".md"));
    }

    @Test
    void every_listing_of_a_large_account_fits_in_its_heap() throws IOException {
        assertThat(rows("scale-listings.md"))
                .hasSize(8)
                .allSatisfy(row -> assertThat(Long.parseLong(row.get(4))).isLessThan(96));
    }

    @Test
    void a_wait_kept_at_most_a_kibibyte_of_an_order_and_sent_a_request_per_page() throws IOException {
        assertThat(rows("scale-waiting.md"))
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(
                        "realtime 100",
                        "realtime 1000",
                        "realtime 10000",
                        "realtime 100000",
                        "regfish 100",
                        "regfish 1000",
                        "regfish 10000",
                        "regfish 100000");
        assertThat(rows("scale-waiting.md")).allSatisfy(row -> {
            long orders = Long.parseLong(row.get(1));
            boolean regfish = row.get(0).equals("regfish");
            long pages = regfish ? 1 : orders / 100;
            assertThat(Long.parseLong(row.get(2))).isEqualTo(regfish ? 1 : orders + pages);
            assertThat(Long.parseLong(row.get(3))).isEqualTo(pages);
            assertThat(Long.parseLong(row.get(4))).isLessThanOrEqualTo(regfish ? 1 : 2 * pages);
            assertThat(Long.parseLong(row.get(7))).isLessThanOrEqualTo(orders < 1_000 ? 4096 : 1024);
        });
    }

    @Test
    void every_order_had_a_connection_of_its_own_and_reads_opened_none() throws IOException {
        assertThat(rows("scale-connections.md"))
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.get(6)).isEqualTo(row.get(1).equals("order") ? "100" : "0"));
    }

    @Test
    void the_page_stays_short() throws IOException {
        assertThat(Files.readAllLines(PAGE)).hasSizeLessThanOrEqualTo(LONGEST_PAGE);
    }

    private static String measured(String file) throws IOException {
        return Files.readString(Path.of("..", "benchmarks", file));
    }

    /** Without the head, and without the commas of large numbers. */
    private static List<List<String>> rows(String file) throws IOException {
        return measured(file)
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(cell -> cell.strip().replaceAll("(?<=\\d),(?=\\d)", ""))
                        .toList())
                .toList();
    }
}
