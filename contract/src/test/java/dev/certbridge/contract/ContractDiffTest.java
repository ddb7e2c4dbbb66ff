package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDiffTest {

    private static final String CHANGES = "/dev/certbridge/contract/changes.csv";
    private static final JsonNode THINGS = Edited.things();

    @ParameterizedTest
    @CsvFileSource(resources = CHANGES, delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 1000)
    void one_edit_is_one_change_at_its_place(String rule, Severity severity, String place, String edit) {
        assertThat(Edited.diff(THINGS, edit).changes())
                .extracting(change -> change.type().id(), ContractChange::severity, change -> text(change.location()))
                .containsExactly(tuple(rule, severity, place));
    }

    @Test
    void every_rule_is_shown_by_an_edit() throws IOException {
        try (InputStream in = ContractDiffTest.class.getResourceAsStream(CHANGES)) {
            Set<String> shown = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.substring(0, line.indexOf('|')))
                    .collect(Collectors.toSet());
            assertThat(shown)
                    .isEqualTo(Arrays.stream(ChangeType.values())
                            .map(ChangeType::id)
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set TELL/allOf/1/properties/label/nullable true | Thing.getLabel ThingsApi.getThing",
                "remove /components/schemas/Part/properties/number | Part.getNumber ThingsApi.getThing",
                "add TELL/allOf/1/properties/kind/enum \"huge\" | Thing.KindEnum Thing.getKind ThingsApi.getThing",
                "set PUT/operationId \"storeThing\" | ThingsApi.putThing ThingsApi.storeThing",
                "set PUT/tags [\"Stuff\"] | StuffApi.putThing ThingsApi.putThing",
                "remove TELL/allOf/1/properties/payment/oneOf/1 | Thing.getPayment ThingsApi.getThing Transfer",
                "add ASK/required \"days\" | ThingRequest.getDays ThingsApi.putThing",
                "set ASK/properties/note/readOnly true | ThingsApi.putThing"
            })
    void a_change_names_the_generated_members_it_affects(String edit, String members) {
        assertThat(Edited.diff(THINGS, edit).changes())
                .singleElement()
                .satisfies(
                        change -> assertThat(String.join(" ", change.members())).isEqualTo(members));
    }

    @Test
    void identical_documents_have_no_change() {
        ContractDiff diff = ContractDiff.between(Edited.document(THINGS), Edited.document(THINGS));
        assertThat(diff.changes()).isEmpty();
        assertThat(diff.breaking()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set GET/summary \"Another text\"",
                "set GET/x-evidence \"inferred\"",
                "set TELL/allOf/1/properties/label/example \"x\"",
                "set GET/parameters/1/style \"form\"",
                "set GET/security [{\"key\":[]}]",
                "set /components/securitySchemes/key/description \"x\"",
                "set GET/responses/404/x-outcome/Lost \"Rejected/NotFound\""
            })
    void what_no_caller_notices_is_no_change(String edit) {
        assertThat(Edited.diff(THINGS, edit).changes()).isEmpty();
    }

    @Test
    void an_operation_without_an_id_is_called_by_its_method_and_path() {
        ObjectNode nameless = THINGS.deepCopy();
        ((ObjectNode) nameless.at("/paths/~1old/delete")).remove("operationId");
        assertThat(Edited.diff(nameless, "set /paths/~1old/delete/x-spends true")
                        .changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.location().operation()).isEqualTo("DELETE /old");
                    assertThat(change.members()).containsExactly("ThingsApi");
                });
    }

    @Test
    void several_changes_are_told_one_by_one_and_breaking_ones_first() {
        ContractDiff diff = Edited.diff(
                THINGS,
                "set TELL/allOf/1/properties/more {\"type\":\"string\"}; remove ASK/properties/days; set PUT/responses/409 {}");
        assertThat(diff.changes())
                .extracting(change -> change.type().id())
                .containsExactly("request-member-removed", "response-member-added", "failure-status-added");
        assertThat(diff.breaking()).isTrue();
        assertThat(diff.changes(Severity.COMPATIBLE)).hasSize(2);
    }

    @Test
    void a_null_of_openapi_3_1_is_seen() {
        ObjectNode later = THINGS.deepCopy();
        later.put("openapi", "3.1.0");
        assertThat(Edited.diff(later, "set /components/schemas/Card/properties/pan/type [\"string\",\"null\"]")
                        .changes())
                .extracting(ContractChange::type)
                .contains(ChangeType.RESPONSE_NEWLY_NULLABLE);
    }

    private static String text(ChangeLocation place) {
        List<String> parts =
                List.of(place.operation(), place.status(), place.parameter(), place.mediaType(), place.field());
        return parts.stream()
                .flatMap(Stream::of)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
