package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.Candidate;
import dev.certbridge.conformance.Subject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sweep of rule C1 goes over is everything that the contracts document. */
class EveryOperationTest {

    /** The statuses that Realtime Register may answer without a body, as the introduction of its contract says. */
    @Test
    void every_operation_of_realtime_may_refuse_without_a_body() {
        assertThat(DocumentedOperation.of("realtime"))
                .hasSize(34)
                .allSatisfy(operation ->
                        assertThat(operation.statuses()).as(operation.id()).containsAll(Set.of(401, 403, 404, 429)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"updateAcmeSubscription", "renewAcmeSubscription"})
    void a_200_to_a_call_without_quote_may_be_the_deed_itself(String operation) {
        assertThat(DocumentedOperation.of("realtime").stream()
                        .filter(documented -> documented.id().equals(operation))
                        .flatMap(documented -> documented.answers(200).stream())
                        .filter(answer -> !answer.isQuote()))
                .as("what is called without quote=true by the sweep")
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.isEither()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"regfish, 16", "realtime, 34"})
    void every_operation_and_status_of_the_documents_is_among_them(String reseller, int operations) {
        Stream<String> documented = DocumentedFailure.contract(reseller).findParents("operationId").stream()
                .flatMap(operation -> operation.get("responses").properties().stream()
                        .map(response -> operation.get("operationId").asText() + " " + response.getKey()));
        List<DocumentedOperation> swept = DocumentedOperation.of(reseller);
        assertThat(swept.stream()
                        .flatMap(operation -> operation.statuses().stream().map(status -> operation + " " + status)))
                .containsExactlyInAnyOrderElementsOf(documented.toList());
        assertThat(swept).hasSize(operations);
    }

    @Test
    void every_operation_is_called_by_a_candidate() {
        for (Subject subject : Subject.all()) {
            List<Candidate> candidates = Candidate.all().stream()
                    .filter(candidate -> candidate.subject().name().equals(subject.name()))
                    .toList();
            assertThat(DocumentedOperation.of(subject.name()))
                    .as("operations of %s", subject.name())
                    .allMatch(operation -> candidates.stream().anyMatch(candidate -> candidate.calls(operation.id())));
        }
    }
}
