package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of OpenAPI 3.1 are read as schemas of OpenAPI 3.0 with the same meaning, or refused. */
class SchemaNormalizerTest {

    private static final String DOCUMENT = """
            {"openapi": "VERSION", "info": {"title": "t", "version": "1"},
             "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "d",
               "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}}}}}}},
             "components": {"schemas": {"Lid": {"type": "object", "properties": {"not": {"type": "string"}}},
               "Box": {"type": "object", "properties": {"member": MEMBER}}}}}
            """;

    private static ContractDocument document(String version, String member) {
        return ContractDocument.parse(
                "box.json", DOCUMENT.replace("VERSION", version).replace("MEMBER", member));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":["string","null"]} | {"type":"string","nullable":true}
            {"type":["string"]} | {"type":"string"}
            {"const":"a"} | {"enum":["a"]}
            {"type":["string","null"],"enum":["a",null]} | {"type":"string","nullable":true,"enum":["a"]}
            {"type":"integer","exclusiveMinimum":3} | {"type":"integer","exclusiveMinimum":true,"minimum":3}
            {"type":"integer","exclusiveMaximum":3,"maximum":9} | {"type":"integer","exclusiveMaximum":true,"maximum":3}
            {"type":"string","examples":["a"]} | {"type":"string"}
            {"anyOf":[{"$ref":"#/components/schemas/Lid"},{"type":"null"}]} | {"nullable":true,"allOf":[{"$ref":"#/components/schemas/Lid"}]}
            {"oneOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]} | {"nullable":true,"oneOf":[{"type":"string"},{"type":"integer"}]}
            {"$ref":"#/components/schemas/Lid","deprecated":true} | {"deprecated":true,"allOf":[{"$ref":"#/components/schemas/Lid"}]}
            {"$ref":"#/components/schemas/Lid","description":"x"} | {"$ref":"#/components/schemas/Lid","description":"x"}
            {"type":"array","items":{"type":["integer","null"]}} | {"type":"array","items":{"type":"integer","nullable":true}}
            {"type":"object","additionalProperties":{"const":1}} | {"type":"object","additionalProperties":{"enum":[1]}}
            """)
    void a_schema_of_openapi_3_1_is_read_as_one_of_3_0(String later, String earlier) throws Exception {
        ContractDocument read = document("3.1.0", later);
        assertThat(read.tree().at("/components/schemas/Box/properties/member"))
                .isEqualTo(new ObjectMapper().readTree(earlier));
        assertThat(read.tree().path("openapi").asText()).isEqualTo("3.0.3");
        assertThat(ContractDiff.between(document("3.0.3", earlier), read).changes())
                .isEmpty();
    }

    @Test
    void a_reference_that_may_now_be_null_is_one_change() {
        String lid = "{\"$ref\":\"#/components/schemas/Lid\"}";
        assertThat(ContractDiff.between(
                                document("3.1.0", lid),
                                document("3.1.0", "{\"anyOf\":[" + lid + ",{\"type\":\"null\"}]}"))
                        .changes())
                .extracting(ContractChange::type)
                .containsExactly(ChangeType.RESPONSE_NEWLY_NULLABLE);
    }

    @Test
    void a_changed_constant_is_a_changed_value() {
        assertThat(ContractDiff.between(document("3.1.0", "{\"const\":\"a\"}"), document("3.1.0", "{\"const\":\"b\"}"))
                        .changes())
                .extracting(ContractChange::type)
                .containsExactlyInAnyOrder(ChangeType.RESPONSE_VALUE_ADDED, ChangeType.RESPONSE_VALUE_REMOVED);
    }

    /** Returns the refused keywords. The test of the generator uses them too. */
    static List<String> refusedKeywords() {
        return SchemaNormalizer.REFUSED;
    }

    @ParameterizedTest
    @MethodSource("refusedKeywords")
    void each_keyword_that_is_not_supported_completely_is_refused(String keyword) {
        for (String version : List.of("3.0.3", "3.1.0")) {
            assertThatThrownBy(() -> document(version, "{\"" + keyword + "\":{}}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "box.json uses " + keyword + " at #/components/schemas/Box/properties/member,");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":[\"string\",\"integer\"]}",
                "{\"type\":\"null\"}",
                "{\"oneOf\":[{\"not\":{}}]}",
                "{\"items\":{\"unevaluatedProperties\":false}}"
            })
    void a_schema_without_an_equal_is_refused_in_one_line(String member) {
        assertThatThrownBy(() -> document("3.1.0", member))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("box.json uses .* at #/components/schemas/Box/properties/member.*, which certbridge"
                        + " can neither compare nor check. Describe the values without it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "paths": { | "webhooks":{"a":{"post":{}}},"paths": { | webhooks at #/webhooks
            "responses": | "callbacks":{"a":{}},"responses": | callbacks at #/paths//a/get/callbacks
            """)
    void requests_of_the_server_are_refused(String from, String to, String place) {
        String text =
                DOCUMENT.replace("VERSION", "3.1.0").replace("MEMBER", "{}").replace(from, to);
        assertThatThrownBy(() -> ContractDocument.parse("box.json", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("box.json uses " + place);
    }

    @Test
    void a_path_of_openapi_3_1_can_be_a_component() {
        JsonNode tree = ContractDocument.parse(
                        "box.json",
                        DOCUMENT.replace("VERSION", "3.1.0")
                                .replace("MEMBER", "{}")
                                .replace("\"paths\": {", "\"paths\": {\"/b\":{\"$ref\":\"#/components/pathItems/b\"},")
                                .replace("\"schemas\"", "\"pathItems\":{\"b\":{\"summary\":\"s\"}},\"schemas\""))
                .tree();
        assertThat(tree.at("/paths/~1b/summary").asText()).isEqualTo("s");
    }
}
