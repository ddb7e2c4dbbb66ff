package dev.certbridge.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDocumentTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it needs openapi: 3.0 or 3.1, and paths",
                "hello | it needs openapi: 3.0 or 3.1, and paths",
                "swagger: '2.0' | it needs openapi: 3.0 or 3.1, and paths",
                "openapi: 3.0.3 | it needs openapi: 3.0 or 3.1, and paths",
                "{\"openapi\": \"3.2.0\", \"paths\": {}} | it needs openapi: 3.0 or 3.1, and paths",
                "{\"openapi\": \"3.0.3\", \"paths\": | Unexpected end-of-input",
                "[{a: 1, a: 2}] | found duplicate key a",
                "a: [ | expected the node content",
                "{openapi: 3.0.3 | Unexpected character",
                "openapi: !!java.net.URL 'x' | Global tag is not allowed"
            })
    void a_text_that_is_not_openapi_is_refused_in_one_line(String text, String reason) {
        assertThatThrownBy(() -> ContractDocument.parse("some.yaml", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("some.yaml is not an OpenAPI 3 document: ")
                .hasMessageContaining(reason)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @CsvSource({"'#/components/schemas/Gone'", "other.yaml#/Thing"})
    void a_reference_without_a_target_is_refused(String reference) {
        String text = "{\"openapi\":\"3.0.3\",\"paths\":{\"/a\":{\"$ref\":\"" + reference + "\"}}}";
        assertThatThrownBy(() -> ContractDocument.parse("some.yaml", text)).hasMessageContaining(reference);
    }

    @Test
    void a_file_has_priority_over_a_contract_and_a_missing_file_is_reported() throws IOException {
        Path file = Files.writeString(
                folder.resolve("regfish"), EditedContract.things().toString());
        assertThat(ContractDocument.named(file.toString()).operations()).hasSize(4);
        assertThat(ContractDocument.named("regfish").operations()).isNotEmpty();
        assertThatThrownBy(() -> ContractDocument.named("nowhere"))
                .hasMessage("nowhere is neither a file nor the name of a contract");
        assertThatThrownBy(() -> ContractDocument.named(folder.toString())).hasMessageContaining("is neither a file");
    }

    @Test
    void a_binary_file_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> ContractDocument.named(file.toString())).hasMessageContaining("it is not UTF-8 text");
    }
}
