package dev.certbridge.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.certbridge.benchmarks.call.Cell;
import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void a_ratio_is_the_median_of_the_ratios_within_each_round() {
        List<Cell> cells = List.of(
                cell(ComparedClient.JAVA_NET_HTTP, 1, 100, 20_000),
                cell(ComparedClient.GENERATED, 1, 50, 20_000),
                // A round in which a neighbour slowed everybody down.
                cell(ComparedClient.JAVA_NET_HTTP, 2, 1_000, 20_000),
                cell(ComparedClient.GENERATED, 2, 300, 22_000),
                cell(ComparedClient.JAVA_NET_HTTP, 3, 100, 20_000),
                cell(ComparedClient.GENERATED, 3, 40, 21_000));

        Summary ours = Summary.of(cells, ComparedOperation.POLL).get(1);

        assertThat(ours.peer()).isEqualTo(ComparedClient.GENERATED);
        assertThat(ours.p50Ratio()).isCloseTo(0.4, within(1e-9));
        assertThat(ours.bytesRatio()).isCloseTo(1.05, within(1e-9));
        assertThat(List.of(ours.p50Least(), ours.p50(), ours.p50Most())).containsExactly(40.0, 50.0, 300.0);
    }

    @Test
    void who_was_not_measured_has_no_row() {
        assertThat(Summary.of(List.of(cell(ComparedClient.JAVA_NET_HTTP, 1, 1, 1)), ComparedOperation.POLL))
                .extracting(Summary::peer)
                .containsExactly(ComparedClient.JAVA_NET_HTTP);
        assertThat(Summary.of(List.of(cell(ComparedClient.JAVA_NET_HTTP, 1, 1, 1)), ComparedOperation.ORDER))
                .isEmpty();
    }

    @Test
    void a_round_without_its_baseline_has_no_ratio() {
        assertThatThrownBy(() -> Summary.of(List.of(cell(ComparedClient.GENERATED, 1, 1, 1)), ComparedOperation.POLL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("round 1 has no baseline");
    }

    @Test
    void the_chart_has_two_bars_for_each_row() {
        List<Summary> rows = Summary.of(
                List.of(
                        cell(ComparedClient.JAVA_NET_HTTP, 1, 100, 20_000),
                        cell(ComparedClient.GENERATED, 1, 50, 20_000)),
                ComparedOperation.POLL);

        assertThat(Chart.svg(rows).split("<rect", -1)).hasSize(1 + 2 * 2);
        assertThat(Chart.svg(rows)).contains(">0.50x<", "prefers-color-scheme: dark");
    }

    private static Cell cell(ComparedClient peer, int round, double p50, double bytes) {
        return new Cell(peer, ComparedOperation.POLL, round, p50, 2 * p50, p50, bytes);
    }
}
