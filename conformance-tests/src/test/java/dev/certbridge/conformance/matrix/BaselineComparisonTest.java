package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineComparisonTest {

    private static final String LINE = "shop readThing 200 examples=Running,Done pacts=2 rules=C1,M1";

    @Test
    void equal_lines_have_no_difference() {
        assertThat(BaselineComparison.differences(List.of(LINE), List.of(LINE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Running,Done | Running      | the contract lost its example Done
                    Running,Done | Running,Done,Odd | the contract has a new example Odd
                    pacts=2      | pacts=1      | has 1 pacts instead of 2
                    pacts=2      | pacts=3      | has 3 pacts instead of 2
                    C1,M1        | C1           | rule M1 no longer meets it
                    C1,M1        | C1,M1,M2     | the new rule M2 meets it
                    readThing    | writeThing   | is no longer in the contract
                    """)
    void a_difference_is_reported_with_its_operation_and_status(String part, String other, String difference) {
        assertThat(BaselineComparison.differences(List.of(LINE), List.of(LINE.replace(part, other))))
                .contains("shop readThing 200: " + difference);
    }

    @Test
    void a_known_rule_may_meet_one_more_response() {
        String other = LINE.replace("200", "404").replace("M1", "M2");
        assertThat(BaselineComparison.differences(List.of(LINE, other), List.of(LINE, other.replace("M2", "M1,M2"))))
                .isEmpty();
    }

    @Test
    void a_new_row_is_reported() {
        assertThat(BaselineComparison.differences(List.of(), List.of(LINE)))
                .containsExactly("shop readThing 200: is new");
    }
}
