package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaiversTest {

    private static final String ENTRY =
            "- {reseller: shop, operation: readThing, status: 404, columns: [pact], reason: Nobody knows the body.}\n";

    @Test
    void a_waived_gap_is_no_gap_and_has_its_reason() {
        Matrix matrix = new SampleReseller()
                .withoutPact("readThing", 404)
                .waiving(ENTRY)
                .matrix();
        assertThat(matrix.gaps()).isEmpty();
        assertThat(matrix.rows())
                .extracting(row -> row.cell(MatrixColumn.PACT))
                .contains(new MatrixCell(
                        MatrixCell.State.WAIVED,
                        "no pact describes what clients rely on",
                        "Nobody knows the body.",
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "418"})
    void a_waiver_for_a_filled_cell_or_an_unknown_row_is_a_gap(String status) {
        assertThat(new SampleReseller()
                        .waiving(ENTRY.replace("404", status))
                        .matrix()
                        .gaps())
                .containsExactly("shop readThing " + status + ": pact: the waiver is not needed; remove it from"
                        + " conformance-tests/waivers.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    reason: Nobody knows the body. | reason: ''    | has no reason
                    , reason: Nobody knows the body. |             | needs exactly
                    status: 404                    | status: 4xx   | has no HTTP status
                    columns: [pact] | columns: [packt] | names packt, which is no column
                    columns: [pact] | columns: [pact, result] | names result, which is no column
                    columns: [pact] | columns: pact | lists no columns
                    reseller: shop                 | seller: shop  | needs exactly
                    """)
    void a_waiver_with_a_mistake_is_refused_with_its_line(String part, String mistake, String complaint) {
        String other = ENTRY.replace("404", "200");
        String wrong = ENTRY.replace(part, mistake == null ? "" : mistake.replace("''", "\"\""));
        assertThatThrownBy(() -> Waivers.parse(other + wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("waivers.yaml, line 2: the entry ")
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("\n");
    }

    @Test
    void the_same_waiver_twice_is_refused() {
        assertThatThrownBy(() -> Waivers.parse(ENTRY + ENTRY))
                .hasMessageContaining("line 2: the entry repeats another entry");
    }

    @Test
    void more_than_ten_are_refused() {
        String ten = many(Waivers.MOST);
        assertThat(Waivers.parse(ten).all()).hasSize(10);
        assertThatThrownBy(() -> Waivers.parse(many(Waivers.MOST + 1)))
                .hasMessage("waivers.yaml has 11 entries, and at most 10 are allowed; fill gaps instead");
    }

    @Test
    void no_entries_are_no_waivers() {
        assertThat(Waivers.parse("# none\n[]\n").all()).isEmpty();
        assertThat(Waivers.parse("# none\n").all()).isEmpty();
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ENTRY.replace("404", Integer.toString(400 + i)))
                .collect(Collectors.joining());
    }
}
