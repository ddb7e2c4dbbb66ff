package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.run.ServedResponse;
import dev.certbridge.conformance.run.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void a_reseller_with_everything_has_no_hole() {
        assertThat(new SampleReseller().matrix().holes()).isEmpty();
        assertThat(new SampleReseller().matrix().conforming()).isTrue();
    }

    @Test
    void every_documented_status_is_a_row_in_the_order_of_the_contract() {
        assertThat(new SampleReseller().matrix().rows())
                .extracting(row -> row.pair().toString())
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
    void a_status_whose_last_example_is_deleted_is_a_hole() {
        SampleReseller shop = new SampleReseller()
                .contract("              examples:\n                Running: {value: {state: running}}\n", "");
        assertThat(shop.matrix().holes())
                .singleElement()
                .asString()
                .startsWith("shop readThing 200: example: the contract shows no example; add a named example in")
                .contains("specs/shop/openapi.yaml:26");
    }

    @Test
    void an_answer_whose_list_of_values_is_closed_is_a_hole_wherever_it_is_used() {
        SampleReseller shop = new SampleReseller().contract("x-known-values: [running, done]", "enum: [running, done]");
        assertThat(shop.matrix().holes())
                .hasSize(2)
                .allSatisfy(hole -> assertThat(hole)
                        .contains(": open: state takes only running, done, so a new value would not decode")
                        .contains("specs/shop/openapi.yaml:55"))
                .anySatisfy(hole -> assertThat(hole).startsWith("shop orderThing 202"))
                .anySatisfy(hole -> assertThat(hole).startsWith("shop readThing 200"));
    }

    @Test
    void a_member_that_is_called_enum_closes_nothing() {
        assertThat(new SampleReseller()
                        .contract("        next:", "        enum:")
                        .matrix()
                        .holes())
                .isEmpty();
    }

    @Test
    void a_status_without_evidence_is_a_hole() {
        SampleReseller shop = new SampleReseller().contract("          x-evidence: vendor-client\n", "");
        assertThat(shop.matrix().holes())
                .singleElement()
                .asString()
                .startsWith(
                        "shop forgottenThing 204: evidence: the contract does not say how it knows; say x-evidence");
    }

    @Test
    void a_success_that_an_adapter_calls_is_a_hole_without_its_pact() {
        assertThat(new SampleReseller().withoutPact("readThing", 200).matrix().holes())
                .singleElement()
                .asString()
                .startsWith("shop readThing 200: pact: no pact says what clients rely on; write the pact")
                .endsWith("conformance-tests/pacts/certbridge-shop.json");
    }

    @Test
    void a_failure_with_a_meaning_of_its_own_is_a_hole_without_its_pact() {
        assertThat(new SampleReseller().withoutPact("readThing", 404).matrix().holes())
                .singleElement()
                .asString()
                .startsWith("shop readThing 404: pact:");
    }

    @Test
    void a_failure_that_means_the_same_everywhere_needs_one_pact_at_any_operation() {
        Matrix matrix = new SampleReseller().matrix();
        assertThat(cell(matrix, "readThing", 403, MatrixColumn.PACT))
                .isInstanceOf(MatrixCell.NotReliedOn.class)
                .extracting(MatrixCell::text)
                .isEqualTo("as at orderThing");
        assertThat(new SampleReseller().withoutPact("orderThing", 403).matrix().holes())
                .hasSize(2)
                .anySatisfy(hole -> assertThat(hole).startsWith("shop orderThing 403: pact"))
                .anySatisfy(hole -> assertThat(hole).startsWith("shop readThing 403: pact"));
    }

    @Test
    void a_failure_that_means_what_any_unknown_status_means_is_not_relied_on() {
        assertThat(cell(new SampleReseller().matrix(), "orderThing", 404, MatrixColumn.RULE))
                .isInstanceOf(MatrixCell.NotReliedOn.class)
                .extracting(MatrixCell::text)
                .isEqualTo("as any unknown status");
    }

    @Test
    void an_operation_that_no_adapter_calls_is_not_relied_on_and_has_the_result_of_the_sweep() {
        Matrix matrix = new SampleReseller().matrix();
        assertThat(cell(matrix, "forgottenThing", 204, MatrixColumn.PACT))
                .isInstanceOf(MatrixCell.NotReliedOn.class)
                .extracting(MatrixCell::text)
                .isEqualTo("no adapter calls it");
        assertThat(cell(matrix, "forgottenThing", 204, MatrixColumn.RESULT).text())
                .isEqualTo("1 held, sweep only");
    }

    @Test
    void a_pair_that_its_last_rule_no_longer_meets_is_a_hole_unless_a_pact_holds_it() {
        SampleReseller shop = new SampleReseller()
                .without(result -> result.rule().equals("M1")
                        && result.served().first().operationId().equals("readThing")
                        && result.served().first().status() == 200)
                .with(SampleReseller.behaved("C1", SampleReseller.pair("readThing", 200)));
        assertThat(shop.matrix().holes()).isEmpty();
        assertThat(cell(shop.matrix(), "readThing", 200, MatrixColumn.RULE))
                .isInstanceOf(MatrixCell.NotReliedOn.class)
                .extracting(MatrixCell::text)
                .isEqualTo("its pact holds it");
        assertThat(shop.withoutPact("readThing", 200).matrix().holes())
                .hasSize(2)
                .anySatisfy(
                        hole -> assertThat(hole)
                                .startsWith(
                                        "shop readThing 200: rule: no pact holds it, and no rule but the sweep met it; write or"));
    }

    @Test
    void a_rule_that_meets_what_no_adapter_calls_goes_around_them_and_is_not_what_is_asked_for() {
        SampleReseller shop = new SampleReseller()
                .without(result -> result.rule().equals("M1"))
                .withoutPact("orderThing", 202)
                .withoutPact("readThing", 200);
        Stream.of("orderThing", "readThing", "forgottenThing")
                .flatMap(operation ->
                        Stream.of(200, 202, 204, 403, 404).map(status -> SampleReseller.pair(operation, status)))
                .forEach(pair -> shop.with(SampleReseller.result("V1", pair, Verdict.PASSED, "")));
        assertThat(shop.matrix().holes())
                .anySatisfy(hole -> assertThat(hole).startsWith("shop orderThing 202: rule: no pact holds it"))
                .anySatisfy(hole -> assertThat(hole).startsWith("shop readThing 200: rule: no pact holds it"));
    }

    @Test
    void a_pair_that_no_stub_answered_is_a_hole_although_a_rule_names_it() {
        SampleReseller shop = new SampleReseller()
                .without(result -> result.served().first().operationId().equals("forgottenThing"));
        assertThat(shop.matrix().holes())
                .hasSize(2)
                .anySatisfy(hole -> assertThat(hole).startsWith("shop forgottenThing 204: stub: no stub answered so"))
                .anySatisfy(hole -> assertThat(hole).startsWith("shop forgottenThing 204: result: nothing tried it"));
    }

    @Test
    void what_the_stub_does_itself_is_told_apart_from_what_it_only_shows() {
        Matrix matrix = new SampleReseller().matrix();
        assertThat(cell(matrix, "readThing", 200, MatrixColumn.STUB))
                .extracting(MatrixCell::text)
                .isEqualTo("behaves");
        assertThat(cell(matrix, "orderThing", 404, MatrixColumn.STUB)).isInstanceOf(MatrixCell.Canned.class);
        assertThat(cell(matrix, "forgottenThing", 204, MatrixColumn.STUB)).isInstanceOf(MatrixCell.Canned.class);
    }

    @Test
    void a_success_that_an_adapter_calls_is_a_hole_while_the_stub_only_shows_it() {
        SampleReseller shop = new SampleReseller()
                .without(result -> result.rule().equals("M1")
                        && result.served().contains(new ServedResponse("readThing", 200, true)));
        assertThat(shop.matrix().holes())
                .singleElement()
                .asString()
                .startsWith("shop readThing 200: stub: an adapter relies on this success, and the stub only showed the"
                        + " contract's example; let a rule meet this answer");
    }

    @Test
    void a_broken_rule_is_a_hole_at_every_pair_that_it_met_and_of_its_own() {
        SampleReseller shop = new SampleReseller()
                .with(SampleReseller.result(
                        "M2", SampleReseller.pair("readThing", 200), Verdict.FAILED, "it repeats itself\nlook there"));
        assertThat(shop.matrix().holes())
                .containsExactly(
                        "shop readThing 200: result: rule M2 is broken by shop, case \"readThing 200\"; mend the client,"
                                + " the stub or the rule",
                        "shop shop: rule M2 is broken: it repeats itself");
    }

    @Test
    void an_opted_out_rule_is_no_evidence_and_no_hole() {
        SampleReseller shop = new SampleReseller()
                .with(SampleReseller.result(
                        "M2", SampleReseller.pair("forgottenThing", 204), Verdict.OPTED_OUT, "it cannot"));
        assertThat(shop.matrix().holes()).isEmpty();
        assertThat(cell(shop.matrix(), "forgottenThing", 204, MatrixColumn.RULE))
                .isInstanceOf(MatrixCell.NotReliedOn.class);
    }

    @Test
    void the_lines_say_what_stands_behind_each_pair() {
        assertThat(new SampleReseller().matrix().lines())
                .contains(
                        "shop orderThing 202 examples=Accepted,AcceptedBare pacts=1 rules=C1,M1",
                        "shop forgottenThing 204 examples= pacts=0 rules=C1");
    }

    private static MatrixCell cell(Matrix matrix, String operation, int status, MatrixColumn column) {
        return matrix.rows().stream()
                .filter(row -> row.pair().equals(SampleReseller.pair(operation, status)))
                .findFirst()
                .orElseThrow()
                .cell(column);
    }
}
