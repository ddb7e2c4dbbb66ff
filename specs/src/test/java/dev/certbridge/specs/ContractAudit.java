package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the contracts to what certbridge needs of them. The DeliberatelyBroken tests show that each of these can fail. */
class ContractAudit {

    static List<String> providers() {
        return Contract.PROVIDERS;
    }

    static List<Arguments> audits() {
        return Contract.PROVIDERS.stream()
                .flatMap(provider -> Stream.of(WholeAudit.values()).map(audit -> Arguments.of(provider, audit)))
                .toList();
    }

    @Test
    void no_operation_or_status_appears_vanishes_or_is_renamed_unnoticed() throws IOException {
        assertThat(KnownOperations.complaints(Operation.all(), Files.readAllLines(Path.of("operations.txt"))))
                .as("Callers, stubs and tests are bound to these names and statuses. If the change is meant,"
                        + " put the new lines into specs/operations.txt")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_document_parses_without_a_complaint(String provider) {
        SwaggerParseResult result = new OpenAPIV3Parser()
                .readLocation(Path.of(provider, "openapi.yaml").toString(), null, null);
        assertThat(result.getMessages()).as("specs/%s/openapi.yaml", provider).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("audits")
    void the_document_keeps_what_certbridge_needs_of_it(String provider, WholeAudit audit) {
        assertThat(audit.complaints(Contract.read(provider)))
                .as("%s: %s", provider, audit)
                .isEmpty();
    }
}
