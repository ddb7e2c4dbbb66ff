package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.SampleReseller.result;
import static dev.certbridge.conformance.matrix.SampleReseller.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.certbridge.conformance.matrix.MatrixAudit.BaselineComparison;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixTest {

    private static final String RUNNING =
            "              examples:\n                Running: {value: {state: running}}\n";

    @Test
    void a_complete_reseller_has_no_gap() {
        Matrix matrix = new SampleReseller().matrix();
        assertThat(matrix.gaps()).isEmpty();
        assertThat(matrix.conforming()).isTrue();
    }

    @Test
    void every_documented_status_is_a_row_in_the_order_of_the_contract() {
        assertThat(new SampleReseller().matrix().rows())
                .extracting(row -> row.key().toString())
                .containsExactly(
                        "shop orderThing 202",
                        "shop orderThing 403",
                        "shop orderThing 404",
                        "shop readThing 200",
                        "shop readThing 403",
                        "shop readThing 404",
                        "shop forgottenThing 204");
    }

    @Test
    void a_reseller_without_pacts_needs_none() {
        Matrix matrix = new SampleReseller().withoutPacts().matrix();

        assertThat(CommittedPact.exists("shop")).isFalse();
        assertThat(CommittedPact.exists("regfish")).isTrue();
        assertThat(matrix.gaps()).noneMatch(gap -> gap.contains("pact: "));
        assertThat(matrix.rows())
                .allSatisfy(
                        row -> assertThat(row.cell(MatrixColumn.PACT).text()).isEqualTo("the reseller has no pacts"));
    }

    /** Each reseller lacks one thing, and has these gaps: the row and column, the gap, and where to fill it. */
    static Stream<Arguments> incompleteResellers() {
        String closed =
                ": open: state takes only running, done, so a new value could not be decoded; replace the closed list"
                        + " by an open string with x-known-values in specs/shop/openapi.yaml:55";
        String noPact =
                ": pact: no pact describes what clients rely on; write the pact in conformance-tests and commit its"
                        + " file conformance-tests/pacts/certbridge-shop.json";
        String noRule =
                ": rule: no pact covers this response; only the test of every status reaches it; write or restore"
                        + " a rule of the kit during which a stub sends this response";
        String notBehaved =
                ": stub: an adapter relies on this success, but the stub only sent the example of the contract; "
                        + MatrixColumn.STUB.remedy("", "");
        return Stream.of(
                arguments(
                        "a status without an example",
                        new SampleReseller().contract(RUNNING, ""),
                        "shop readThing 200: example: the contract has no example; add a named example in"
                                + " specs/shop/openapi.yaml:26"),
                arguments(
                        "a closed list of values, wherever it is used",
                        new SampleReseller().contract("x-known-values: [running, done]", "enum: [running, done]"),
                        "shop orderThing 202" + closed + "\nshop readThing 200" + closed),
                arguments(
                        "no closed list, but a member with the name enum",
                        new SampleReseller().contract("        next:", "        enum:"),
                        ""),
                arguments(
                        "a status without evidence",
                        new SampleReseller().contract("          x-evidence: vendor-client\n", ""),
                        "shop forgottenThing 204: evidence: the contract has no x-evidence; write x-evidence in"
                                + " specs/shop/openapi.yaml:41"),
                arguments(
                        "a success that an adapter calls, without its pact",
                        new SampleReseller().withoutPact("readThing", 200),
                        "shop readThing 200" + noPact),
                arguments(
                        "a failure with an outcome of its own, without its pact",
                        new SampleReseller().withoutPact("readThing", 404),
                        "shop readThing 404" + noPact),
                arguments(
                        "a failure with the same outcome everywhere, without a pact anywhere",
                        new SampleReseller().withoutPact("orderThing", 403),
                        "shop orderThing 403" + noPact + "\nshop readThing 403" + noPact),
                arguments("no rule but the sweep for a row with a pact", withoutRule("readThing", 200), ""),
                arguments(
                        "neither a rule nor a pact",
                        withoutRule("readThing", 200).withoutPact("readThing", 200),
                        "shop readThing 200" + noPact + "\nshop readThing 200" + noRule),
                arguments(
                        "no response from a stub, although a rule names it",
                        new SampleReseller().without(serving("forgottenThing", 204)),
                        "shop forgottenThing 204: stub: no stub sent this response in this run; "
                                + MatrixColumn.STUB.remedy("", "")
                                + "\nshop forgottenThing 204: result: no rule tested it; fix the client, the stub"
                                + " or the rule"),
                arguments(
                        "a success that an adapter calls and the stub only showed",
                        new SampleReseller()
                                .without(serving("readThing", 200)
                                        .and(result -> result.rule().equals("M1"))),
                        "shop readThing 200" + notBehaved),
                arguments(
                        "a failed rule",
                        new SampleReseller()
                                .with(result(
                                        "M2", row("readThing", 200), Verdict.FAILED, "it repeats itself\nlook there")),
                        "shop readThing 200: result: rule M2 failed for shop, case \"readThing 200\"; fix the"
                                + " client, the"
                                + " stub or the rule\nshop shop: rule M2 failed: it repeats itself look there"),
                arguments(
                        "nothing but a rule that was opted out of",
                        new SampleReseller()
                                .with(result("M2", row("forgottenThing", 204), Verdict.OPTED_OUT, "it cannot")),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incompleteResellers")
    void a_missing_part_is_a_gap_with_its_row_and_remedy(String what, SampleReseller shop, String gaps) {
        assertThat(shop.matrix().gaps()).containsExactly(gaps.lines().toArray(String[]::new));
        assertThat(shop.matrix().conforming()).isEqualTo(gaps.isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    readThing      | 403 | PACT   | NOT_RELIED_ON | as at orderThing
                    orderThing     | 404 | RULE   | NOT_RELIED_ON | adapters handle this response like an unknown status
                    forgottenThing | 204 | PACT   | NOT_RELIED_ON | no adapter calls it
                    forgottenThing | 204 | RESULT | FILLED        | 1 passed, sweep only
                    readThing      | 200 | STUB   | FILLED        | behaves
                    orderThing     | 404 | STUB   | CANNED        | canned
                    forgottenThing | 204 | STUB   | CANNED        | canned
                    """)
    void a_cell_has_its_state_and_text(
            String operation, int status, MatrixColumn column, MatrixCell.State state, String text) {
        MatrixCell cell = cell(new SampleReseller(), operation, status, column);
        assertThat(cell.state()).isEqualTo(state);
        assertThat(cell.text()).isEqualTo(text);
    }

    @Test
    void a_row_with_a_pact_needs_no_rule() {
        assertThat(cell(withoutRule("readThing", 200), "readThing", 200, MatrixColumn.RULE))
                .extracting(MatrixCell::state, MatrixCell::text)
                .containsExactly(MatrixCell.State.NOT_RELIED_ON, "its pact covers it");
    }

    @Test
    void a_rule_that_was_opted_out_of_is_no_evidence() {
        SampleReseller shop =
                new SampleReseller().with(result("M2", row("forgottenThing", 204), Verdict.OPTED_OUT, "it cannot"));
        assertThat(cell(shop, "forgottenThing", 204, MatrixColumn.RULE).state())
                .isEqualTo(MatrixCell.State.NOT_RELIED_ON);
    }

    @Test
    void a_rule_that_meets_operations_without_an_adapter_is_a_sweep() {
        SampleReseller shop = new SampleReseller()
                .without(result -> result.rule().equals("M1"))
                .withoutPact("orderThing", 202)
                .withoutPact("readThing", 200);
        Stream.of("orderThing", "readThing", "forgottenThing")
                .flatMap(operation -> Stream.of(200, 202, 204, 403, 404).map(status -> row(operation, status)))
                .forEach(row -> shop.with(result("V1", row, Verdict.PASSED, "")));
        assertThat(shop.matrix().gaps())
                .anySatisfy(
                        gap -> assertThat(gap).startsWith("shop orderThing 202: rule: no pact covers this response"))
                .anySatisfy(
                        gap -> assertThat(gap).startsWith("shop readThing 200: rule: no pact covers this response"));
    }

    @Test
    void the_lines_list_what_is_behind_each_row() {
        assertThat(new SampleReseller().matrix().lines())
                .contains(
                        "shop orderThing 202 examples=Accepted,AcceptedBare pacts=1 rules=C1,M1",
                        "shop forgottenThing 204 examples= pacts=0 rules=C1");
    }

    private static SampleReseller withoutRule(String operation, int status) {
        return new SampleReseller()
                .without(serving(operation, status).and(result -> result.rule().equals("M1")))
                .with(SampleReseller.behaved("C1", row(operation, status)));
    }

    private static Predicate<RuleResult> serving(String operation, int status) {
        return result -> result.served().stream()
                .anyMatch(served -> served.operationId().equals(operation) && served.status() == status);
    }

    private static MatrixCell cell(SampleReseller shop, String operation, int status, MatrixColumn column) {
        return shop.matrix().rows().stream()
                .filter(row -> row.key().equals(row(operation, status)))
                .findFirst()
                .orElseThrow()
                .cell(column);
    }

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
                    columns: [pact] | columns: [packt] | names packt, which is not a column
                    columns: [pact] | columns: [pact, result] | names result, which is not a column
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
                .hasMessage("waivers.yaml has 11 entries, and at most 10 are allowed. Fill gaps instead");
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
