package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractDiffTest {

    /**
     * Lines of type, severity, location, sentence, generated members, and the edit of things.yaml that makes the
     * change.
     */
    private static final String CHANGES = "/dev/certbridge/contract/changes.csv";

    private static final JsonNode THINGS = EditedContract.things();

    @ParameterizedTest
    @CsvFileSource(resources = CHANGES, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 1000)
    void one_edit_is_one_change(
            String type, Severity severity, String location, String sentence, String members, String edit) {
        assertThat(EditedContract.diff(THINGS, edit).changes()).singleElement().satisfies(change -> {
            assertThat(change.type().id()).isEqualTo(type);
            assertThat(change.severity()).isEqualTo(severity);
            assertThat(String.join(" ", change.location().parts())).isEqualTo(location);
            assertThat(change.sentence()).isEqualTo(sentence);
            assertThat(String.join(" ", change.members())).isEqualTo(members);
        });
    }

    @Test
    void every_type_of_change_has_an_edit() {
        assertThat(EditedContract.resource("changes.csv").lines())
                .map(line -> line.substring(0, line.indexOf('|')))
                .containsAll(
                        Arrays.stream(ChangeType.values()).map(ChangeType::id).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set /info/version \"1\"",
                "set GET/summary \"Another text\"",
                "set GET/x-evidence \"inferred\"",
                "set THING/allOf/1/properties/label/example \"x\"",
                "set THING/allOf/1/properties/label/x-known-limits {\"maxLength\":1}",
                "set GET/parameters/1/style \"form\"",
                "set GET/security [{\"key\":[]}]",
                "set /components/securitySchemes/key/description \"x\"",
                "set GET/responses/404/x-outcome/Lost \"Rejected/NotFound\""
            })
    void an_edit_without_effect_on_callers_is_no_change(String edit) {
        ContractDiff diff = EditedContract.diff(THINGS, edit);
        assertThat(diff.changes()).isEmpty();
        assertThat(diff.breaking()).isFalse();
    }

    @Test
    void an_operation_without_an_id_is_called_by_its_method_and_path() {
        ObjectNode nameless = THINGS.deepCopy();
        ((ObjectNode) nameless.at("/paths/~1old/delete")).remove("operationId");
        assertThat(EditedContract.diff(nameless, "set /paths/~1old/delete/x-spends true")
                        .changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.location().operation()).isEqualTo("DELETE /old");
                    assertThat(change.members()).containsExactly("ThingsApi");
                });
    }

    @Test
    void several_changes_are_reported_one_by_one_and_breaking_ones_first() {
        ContractDiff diff = EditedContract.diff(
                THINGS,
                "set THING/allOf/1/properties/more {\"type\":\"string\"}; remove REQUEST/properties/days; set PUT/responses/409 {}");
        assertThat(diff.changes())
                .extracting(change -> change.type().id())
                .containsExactly("request-member-removed", "failure-status-added", "response-member-added");
        assertThat(diff.breaking()).isTrue();
        assertThat(diff.changes(Severity.COMPATIBLE)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            set GET/summary "x" | COMPATIBLE | No change.
            set THING/allOf/1/properties/more {"type":"string"} | COMPATIBLE | Compatible: the client works as before (1 compatible change).
            set PUT/responses/409 {} | UNDECIDED | Undecided: the client works as before, but the contract has new parts (1 undecided change).
            set PUT/responses/409 {}; remove REQUEST/properties/days | BREAKING | Breaking: the client can fail until it is changed (1 breaking change, 1 undecided).
            """)
    void the_worst_change_decides(String edits, Severity severity, String verdict) {
        ContractDiff diff = EditedContract.diff(THINGS, edits);
        assertThat(diff.severity()).isEqualTo(severity);
        assertThat(diff.needsWork()).isEqualTo(severity != Severity.COMPATIBLE);
        assertThat(ChangeSummary.verdict(diff)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(ChangeType.class)
    void every_type_that_needs_work_says_what_to_do(ChangeType type) {
        assertThat(type.remedy()).isNotBlank().doesNotEndWith(".");
        assertThat(type.remedy().equals("nothing") && type.severity().needsWork())
                .isFalse();
    }

    @Test
    void a_null_of_openapi_3_1_is_a_change() {
        ObjectNode later = THINGS.deepCopy();
        later.put("openapi", "3.1.0");
        assertThat(EditedContract.diff(later, "set /components/schemas/Card/properties/pan/type [\"string\",\"null\"]")
                        .changes())
                .extracting(ContractChange::type)
                .contains(ChangeType.RESPONSE_NEWLY_NULLABLE);
    }
}
