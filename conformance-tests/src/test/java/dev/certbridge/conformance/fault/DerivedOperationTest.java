package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.fixture.GeneratedMethod;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.stub.DerivedFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contracts, called through the generated clients, with every derived fault in the body of its response. */
class DerivedOperationTest {

    /** An operation of a contract. */
    record Operation(String reseller, ContractOperation documented) {
        @Override
        public String toString() {
            return reseller + " " + documented;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of("regfish", "realtime")
                .flatMap(reseller -> ContractDocument.onClassPath(reseller).operations().stream()
                        .filter(operation -> DerivedFaults.of(reseller).stream()
                                .anyMatch(one -> one.operationId().equals(operation.id())))
                        .map(operation -> new Operation(reseller, operation)));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_damaged_body_ends_in_a_value_or_a_ResellerException(Operation operation) throws Exception {
        List<String> violations = new ArrayList<>();
        String id = operation.documented().id();
        try (TestClient client = TestClient.at(operation.reseller());
                AutoCloseable generated = client.candidate()
                        .generated(
                                client.stub().apiKey(),
                                client.options().toBuilder()
                                        .retries(ReadRetries.none())
                                        .build())) {
            GeneratedMethod method = GeneratedMethod.of(generated, operation.documented());
            JsonNode request = operation.documented().requestBodies().get(0);
            List<DerivedFaults> derived = DerivedFaults.of(operation.reseller()).stream()
                    .filter(one -> one.operationId().equals(id))
                    .toList();
            for (DerivedFaults one : derived) {
                client.stub().answer(id, one.failure());
                Throwable thrown = catchThrowable(() -> method.call(request, false));
                if (thrown != null && !(thrown instanceof ResellerException)) {
                    violations.add(one + ": " + thrown);
                }
                if (thrown == null && one.status() >= 400) {
                    violations.add(one + " is taken for a success");
                }
            }
            assertThat(client.stub().journal().received(id)).isEqualTo(derived.size());
        }
        assertThat(violations).isEmpty();
    }
}
