package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the contracts to what certbridge needs of them. DeliberatelyBrokenContractTest shows that each of these can fail. */
class ContractAudit {

    static List<String> providers() {
        return Contract.PROVIDERS;
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

    @ParameterizedTest
    @MethodSource("providers")
    void every_operation_and_response_says_how_we_know(String provider) {
        assertThat(StatedEvidence.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_response_says_what_a_caller_must_conclude(String provider) {
        assertThat(StatedOutcome.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void exactly_the_listed_operations_can_cost_money(String provider) {
        assertThat(SpendingList.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_operation_has_a_good_name_one_tag_and_its_own_security(String provider) {
        assertThat(Naming.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_reference_leads_somewhere_and_stands_alone(String provider) {
        assertThat(References.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void no_answer_is_closed_to_new_values_and_no_request_has_defaults(String provider) {
        assertThat(OpenSchemas.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_body_has_an_example_and_every_example_validates(String provider) throws JsonProcessingException {
        assertThat(WorkingExamples.complaints(Contract.read(provider))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void every_certificate_and_signing_request_in_an_example_is_real(String provider) {
        assertThat(PemBlocks.complaints(Contract.read(provider))).isEmpty();
    }
}
