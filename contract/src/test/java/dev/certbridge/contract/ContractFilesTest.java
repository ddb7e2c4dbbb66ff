package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts whose parts are in several files. */
class ContractFilesTest {

    private static final String MAIN = """
            openapi: 3.0.3
            info: {title: pets, version: '1'}
            paths:
              /pets: {$ref: 'paths/pets.yaml'}
              /owners:
                get:
                  operationId: listOwners
                  responses:
                    '200':
                      description: All.
                      content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}
            components:
              schemas:
                Owner: {$ref: 'schemas/Owner.yaml'}
            """;

    @TempDir
    private Path folder;

    private Path main = Path.of("");

    private Path contract(String text) throws IOException {
        Files.createDirectories(folder.resolve("api/paths"));
        Files.createDirectories(folder.resolve("api/schemas"));
        write("paths/pets.yaml", """
                get:
                  operationId: listPets
                  parameters: [{$ref: '../parts.yaml#/limit'}]
                  responses:
                    '200':
                      description: All.
                      content: {application/json: {schema: {type: array, items: {$ref: '../parts.yaml#/Pet'}}}}
                """);
        write("parts.yaml", """
                limit: {name: limit, in: query, schema: {$ref: '#/Limit'}}
                Limit: {type: integer}
                Pet:
                  type: object
                  properties:
                    owner: {$ref: 'schemas/Owner.yaml'}
                    mother: {$ref: '#/Pet'}
                """);
        write("schemas/Owner.yaml", """
                type: object
                properties:
                  name: {type: string}
                  pets: {type: array, items: {$ref: '../parts.yaml#/Pet'}}
                """);
        main = write("openapi.yaml", text);
        return main;
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(folder.resolve("api").resolve(file), text);
    }

    @Test
    void the_files_below_the_folder_become_one_document() throws IOException {
        ContractDocument document = ContractDocument.named(contract(MAIN).toString());

        JsonNode schemas = document.tree().at("/components/schemas");
        assertThat(schemas.fieldNames()).toIterable().containsExactlyInAnyOrder("Owner", "Pet", "Limit");
        assertThat(schemas.at("/Pet/properties/mother/$ref").asText()).isEqualTo("#/components/schemas/Pet");
        assertThat(schemas.at("/Pet/properties/owner/$ref").asText()).isEqualTo("#/components/schemas/Owner");
        assertThat(schemas.at("/Owner/properties/pets/items/$ref").asText()).isEqualTo("#/components/schemas/Pet");
        assertThat(document.operation("listPets").parameters()).containsOnlyKeys("query limit");
        assertThat(ContractDocument.parse("again", document.text()).tree()).isEqualTo(document.tree());
    }

    @Test
    void a_change_in_a_file_is_a_change_of_the_contract() throws IOException {
        ContractDocument before = ContractDocument.named(contract(MAIN).toString());
        write("schemas/Owner.yaml", "type: object\nproperties: {name: {type: string, nullable: true}}");

        assertThat(ContractDiff.between(before, ContractDocument.named(main.toString()))
                        .distinct())
                .extracting(DistinctChange::type)
                .containsOnly(ChangeType.RESPONSE_MEMBER_REMOVED, ChangeType.RESPONSE_NEWLY_NULLABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.yaml",
                "link.yaml",
                "schemas",
                "../gone.yaml",
                "/etc/hostname",
                "/etc/gone",
                "file:///etc/hostname",
                "http://127.0.0.1:9/a.yaml",
                "a\\u0000b.yaml"
            })
    void a_reference_out_of_the_folder_is_refused(String reference) throws IOException {
        Path file = contract(MAIN.replace("schemas/Owner.yaml", reference)
                .replace("Owner: {$ref: '", "Owner: {$ref: \"")
                .replace(reference + "'}", reference + "\"}"));
        Path outside = Files.writeString(folder.resolve("outside.yaml"), "type: object");
        Files.createSymbolicLink(folder.resolve("api/link.yaml"), outside);

        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" has a $ref whose target is not in the document: ")
                .hasMessageEndingWith(
                        "; put the file below the folder of the contract, or first combine its files into one document")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "schemas/Gone.yaml, a file that does not exist",
        "gone/../Owner.yaml, a file that does not exist",
        "schemas/Owner.yaml#/gone, a part that the file does not have"
    })
    void a_reference_to_nothing_says_what_does_not_exist(String reference, String what) throws IOException {
        Path file = contract(MAIN.replace("schemas/Owner.yaml", reference));

        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " has a $ref to " + what + ": " + reference);
    }

    @Test
    void a_reference_to_nothing_in_the_document_is_not_about_files() throws IOException {
        Path file = contract(MAIN.replace("#/components/schemas/Owner", "#/components/schemas/Gone"));

        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": #/components/schemas/Gone; correct the reference");
    }

    @Test
    void files_that_refer_to_each_other_without_end_are_refused() throws IOException {
        Path file = contract(MAIN);
        write("paths/pets.yaml", "get: {operationId: a, responses: {'200': {$ref: 'pets.yaml#/get/responses/200'}}}");
        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" is too complex: the files of the contract refer to each other too often");
    }

    @Test
    void a_file_that_cannot_be_parsed_is_named() throws IOException {
        Path file = contract(MAIN);
        write("schemas/Owner.yaml", "type: [");
        assertThatThrownBy(() -> ContractDocument.named(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openapi.yaml (Owner.yaml) is not an OpenAPI 3 document: ");
    }
}
