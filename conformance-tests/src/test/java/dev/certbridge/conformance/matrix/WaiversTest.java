package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaiversTest {

    private static final String ENTRY =
            "- {reseller: shop, operation: readThing, status: 404, columns: [pact], reason: Nobody knows the body.}\n";

    @Test
    void a_waived_hole_is_no_hole_and_shows_its_reason() {
        Matrix matrix = new SampleReseller()
                .withoutPact("readThing", 404)
                .waiving(ENTRY)
                .matrix();
        assertThat(matrix.holes()).isEmpty();
        assertThat(matrix.rows())
                .extracting(row -> row.cell(MatrixColumn.PACT))
                .contains(new MatrixCell.Waived("no pact says what clients rely on", "Nobody knows the body."));
    }

    @Test
    void a_waiver_that_nothing_needs_fails() {
        assertThat(new SampleReseller().waiving(ENTRY).matrix().holes())
                .containsExactly("shop readThing 404: pact: the waiver is not needed; remove it from"
                        + " conformance-tests/waivers.yaml");
    }

    @Test
    void a_waiver_of_a_pair_that_is_not_there_fails() {
        assertThat(new SampleReseller()
                        .waiving(ENTRY.replace("404", "418"))
                        .matrix()
                        .holes())
                .singleElement()
                .asString()
                .startsWith("shop readThing 418: pact: the waiver is not needed");
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
                .hasMessageContaining("line 2: the entry repeats the pair of another");
    }

    @Test
    void more_than_ten_are_refused() {
        String ten = many(Waivers.MOST);
        assertThat(Waivers.parse(ten).all()).hasSize(10);
        assertThatThrownBy(() -> Waivers.parse(many(Waivers.MOST + 1)))
                .hasMessage("waivers.yaml has 11 entries, and at most 10 are allowed: fill holes instead");
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
