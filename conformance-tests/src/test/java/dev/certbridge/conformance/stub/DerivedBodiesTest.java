package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.DerivedFaults;
import dev.certbridge.stub.StubExamples;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The altered bodies that are derived from a contract leave out none that it documents. */
class DerivedBodiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_documented_json_body_is_altered_in_every_way_that_it_can_be(String reseller) throws IOException {
        List<DerivedFaults> derived = DerivedFaults.of(reseller);
        Set<String> altered = derived.stream()
                .map(one -> one.operationId() + " " + one.status())
                .collect(Collectors.toSet());
        for (ContractOperation operation :
                ContractDocument.onClassPath(reseller).operations()) {
            for (int status : operation.statuses()) {
                boolean json = DocumentedAnswer.of(operation.response(status)).stream()
                        .anyMatch(answer -> answer.body().isContainerNode());
                assertThat(altered.contains(operation.id() + " " + status))
                        .as("%s %d", operation.id(), status)
                        .isEqualTo(json);
            }
        }
        assertThat(derived.stream().map(DerivedFaults::mutation).distinct())
                .containsExactlyInAnyOrder(BodyMutation.values());
        for (DerivedFaults one : derived) {
            JsonNode original =
                    JSON.readTree(StubExamples.body(reseller, one.operationId(), one.status(), one.example()));
            assertThat(JSON.readTree(one.reply().body())).as("%s", one).isNotEqualTo(original);
        }
    }
}
