package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/scale.md} quotes what was measured, and what it says of the numbers is true of them. */
class ScaleAudit {

    private static final Path PAGE = Path.of("..", "docs", "scale.md");
    private static final int LONGEST_PAGE = 108;

    @Test
    void the_page_quotes_the_wait_for_many_orders_as_it_was_measured() throws IOException {
        new GeneratedPart(PAGE, "waiting").requireIs(measured("scale-waiting.md"));
    }

    @Test
    void the_page_quotes_the_connections_as_they_were_measured() throws IOException {
        new GeneratedPart(PAGE, "connections").requireIs(measured("scale-connections.md"));
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
