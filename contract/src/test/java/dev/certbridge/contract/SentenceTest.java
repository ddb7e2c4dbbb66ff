package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

    private static final JsonNode THINGS = Edited.things();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "set ASK/properties/days/maximum 100 | maximum changed from 199 to 100",
                "remove ASK/properties/days/maximum | maximum changed from 199 to none",
                "set TELL/allOf/1/properties/code/pattern \"b\" | pattern changed from ^a$ to b",
                "add TELL/allOf/1/properties/state/x-known-values \"lost\" | known values changed: lost added, none removed",
                "set GET/parameters/1/schema/default \"de\" | leaving it out now means \"de\" instead of \"en\"",
                "remove GET/parameters/1/schema/default | leaving it out now means nothing instead of \"en\"",
                "remove ASK/properties/sku/enum | no longer lists its values",
                "set TELL/allOf/1/properties/state/enum [\"a\",\"b\"] | allows only a, b now",
                "set PUT/responses/204/x-outcome \"Read\" | the status meant Ordered and now means Read",
                "set GET/responses/404/x-outcome/Gone \"Read\" | the status (Gone) meant Rejected/Gone and now means Read",
                "set PUT/security [{\"key\":[]}] | no longer accepted: token [write]",
                "remove PUT/x-spends | can no longer cost money",
                "set GET/parameters/1/explode false | the parameter was written as form, exploded and is now written as form",
                "set TELL/allOf/0/properties/stored_at/format \"date\" | type changed from string (date-time) to string (date)",
                "add ASK/required \"days\" | is now required",
                "set TELL/allOf/1/required [\"label\"] | is now always present",
                "remove ASK/required | is no longer required",
                "remove TELL/allOf/0/required | may now be missing",
                "set ASK/properties/more {}; add ASK/required \"more\" | was added and is required",
                "set TELL/allOf/1/properties/more {}; set TELL/allOf/1/required [\"more\"] | was added",
                "move /paths/~1old /paths/~1older | moved from DELETE /old to DELETE /older"
            })
    void a_change_is_told_in_one_sentence(String edit, String sentence) {
        assertThat(Edited.diff(THINGS, edit).changes())
                .extracting(ContractChange::sentence)
                .containsExactly(sentence);
    }
}
