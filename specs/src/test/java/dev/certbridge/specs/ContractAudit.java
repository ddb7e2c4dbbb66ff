package dev.certbridge.specs;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the contracts to what certbridge needs of them. */
class ContractAudit {

    private static final Set<String> EVIDENCE = Set.of("documented", "vendor-client", "inferred");
    private static final String OUTCOME = "Quoted|Ordered|Listed|Read|Downloaded|OutcomeUnknown|ProviderFault"
            + "|Rejected/(InvalidRequest|Unauthorized|NotFound|Conflict:(NOT_READY|WRONG_STATE|UNKNOWN)"
            + "|BillableAcknowledgmentNeeded|InsufficientCredit|RateLimited)";

    static List<Operation> operations() throws IOException {
        return Operation.all();
    }

    @Test
    void no_operation_or_status_appears_vanishes_or_is_renamed_unnoticed() throws IOException {
        Set<String> known = new TreeSet<>(Files.readAllLines(Path.of("operations.txt")));
        Set<String> found = new TreeSet<>();
        operations().forEach(operation -> found.add(operation.line()));
        Set<String> missing = new TreeSet<>(known);
        missing.removeAll(found);
        Set<String> extra = new TreeSet<>(found);
        extra.removeAll(known);
        assertThat(missing.isEmpty() && extra.isEmpty())
                .as(
                        "the contracts and specs/operations.txt disagree;%n  only in operations.txt: %s%n  only in the contracts: %s%n"
                                + "Callers, stubs and tests are bound to these names and statuses. If the change is meant,"
                                + " put the new lines into specs/operations.txt.",
                        missing, extra)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void the_document_parses_without_a_complaint(String provider) {
        SwaggerParseResult result = new OpenAPIV3Parser()
                .readLocation(Path.of(provider, "openapi.yaml").toString(), null, null);
        assertThat(result.getMessages()).as("specs/%s/openapi.yaml", provider).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_says_who_may_call_it_and_how_we_know(Operation operation) {
        assertThat(operation.node())
                .as("%s", operation)
                .containsKeys("summary", "description", "tags", "security", "x-source");
        assertThat(EVIDENCE)
                .as("x-evidence of %s", operation)
                .contains(String.valueOf(operation.node().get("x-evidence")));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_response_says_what_a_caller_must_conclude_and_how_we_know(Operation operation) {
        operation.responses().forEach((status, response) -> {
            Map<String, Object> node = Operation.map(response);
            assertThat(node).as("%s, %s", operation, status).containsKeys("x-outcome", "x-source");
            assertThat(EVIDENCE)
                    .as("x-evidence of %s, %s", operation, status)
                    .contains(String.valueOf(node.get("x-evidence")));
            Object outcome = node.get("x-outcome");
            Iterable<?> outcomes = outcome instanceof Map<?, ?> map ? map.values() : List.of(outcome);
            assertThat(outcomes)
                    .as("x-outcome of %s, %s", operation, status)
                    .allSatisfy(value -> assertThat(String.valueOf(value)).matches(OUTCOME));
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_response_with_a_body_shows_a_named_example(Operation operation) {
        operation
                .responses()
                .forEach((status, response) -> Operation.map(
                                Operation.map(response).get("content"))
                        .forEach((type, content) -> assertThat(
                                        Operation.map(Operation.map(content).get("examples")))
                                .as("examples of %s, %s, %s", operation, status, type)
                                .isNotEmpty()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void what_spends_never_takes_a_server_failure_for_a_refusal(Operation operation) {
        operation.responses().forEach((status, response) -> {
            if (status.startsWith("5")) {
                assertThat(Operation.map(response).get("x-outcome"))
                        .as("x-outcome of %s, %s", operation, status)
                        .isEqualTo(operation.spends() ? "OutcomeUnknown" : "ProviderFault");
            }
        });
    }
}
