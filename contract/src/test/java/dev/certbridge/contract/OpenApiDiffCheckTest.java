package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs openapi-diff as if the rules of this package had found nothing, or only something else. */
class OpenApiDiffCheckTest {

    private static final JsonNode THINGS = EditedContract.things();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set PUT/operationId \"storeThing\" | ",
                "remove PUT/security/1 | putThing",
                "remove GET/parameters/1 | getThing query lang",
                "set GET/parameters/1/required true | getThing query lang",
                "set PUT/requestBody/required true | putThing",
                "remove /paths/~1note~1{to}/post/requestBody | postNote",
                "add REQUEST/required \"days\" | putThing application/json",
                "set REQUEST/properties/days/maximum 9 | putThing application/json days",
                "set REQUEST/properties/tags/items/type \"integer\" | putThing application/json tags[]",
                "set THING/allOf/1/properties/extra/additionalProperties/type \"integer\" | getThing 200 application/json extra{}",
                "remove GET/responses/404 | getThing 404",
                "remove GET/responses/200/headers/x-count | getThing 200 header x-count",
                "set GET/responses/200/headers/x-page/required true | getThing 200 header x-page",
                "remove GET/responses/200/content/text~1plain | getThing 200 text/plain",
                "remove PUT/x-spends | ",
                "set THING/allOf/1/properties/label/nullable true | "
            })
    void a_broken_part_is_listed_at_the_innermost_location(String edit, String place) {
        JsonNode edited = EditedContract.edit(THINGS, edit);
        assertThat(OpenApiDiffCheck.additional(
                        EditedContract.document(THINGS), EditedContract.document(edited), List.of()))
                .extracting(change -> String.join(" ", change.location().parts()))
                .isEqualTo(place == null ? List.of() : List.of(place));
    }

    @Test
    void a_known_change_does_not_hide_another_that_is_unknown() {
        assertThat(EditedContract.diff(
                                THINGS,
                                "set REQUEST/properties/note/readOnly true; set REQUEST/properties/days/maximum 9; "
                                        + "set THING/allOf/1/properties/label/writeOnly true; remove GET/responses/404")
                        .changes())
                .extracting(change -> change.type().id() + " "
                        + String.join(" ", change.location().parts()))
                .containsExactlyInAnyOrder(
                        "request-limit-tightened putThing application/json days",
                        "found-by-openapi-diff putThing application/json note",
                        "status-removed getThing 404",
                        "found-by-openapi-diff getThing 200 application/json label");
    }

    @Test
    void a_compatible_change_does_not_hide_a_broken_one() {
        assertThat(EditedContract.diff(
                                THINGS,
                                "set REQUEST/properties/note/readOnly true; set REQUEST/properties/note/deprecated true")
                        .changes())
                .extracting(ContractChange::type)
                .containsExactly(ChangeType.FOUND_BY_OPENAPI_DIFF, ChangeType.MEMBER_DEPRECATED);
    }

    @Test
    void two_operations_that_move_keep_their_names() {
        assertThat(EditedContract.diff(
                                THINGS,
                                "move /paths/~1note~1{to} /paths/~1notes~1{to}; move /paths/~1old /paths/~1older")
                        .changes())
                .extracting(change -> change.type() + " " + change.location().operation())
                .containsExactly("OPERATION_MOVED dropOld", "OPERATION_MOVED postNote");
    }
}
