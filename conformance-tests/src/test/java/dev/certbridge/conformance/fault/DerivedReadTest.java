package dev.certbridge.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.matrix.CalledOperations;
import dev.certbridge.conformance.money.SpendTarget;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.DerivedFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of the built-in clients that costs nothing, with every derived fault in the body of its response. */
class DerivedReadTest {

    /** An operation that some call of the API sends. */
    record Read(String reseller, String operation) {
        @Override
        public String toString() {
            return reseller + " " + operation;
        }
    }

    static Stream<Read> reads() {
        return Stream.of("regfish", "realtime").flatMap(reseller -> {
            try (DerivedReadCaller caller = new DerivedReadCaller(reseller)) {
                return caller.operations().stream().map(operation -> new Read(reseller, operation));
            }
        });
    }

    static Stream<Read> readsOfJson() {
        return reads().filter(read -> derived(read).anyMatch(one -> one.status() == 200));
    }

    /** Fails when an adapter calls a further operation: it belongs in these tests, or in those of spends. */
    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_response_of_every_operation_that_an_adapter_calls_is_damaged_in_a_test(String reseller) {
        Set<String> tried = new TreeSet<>(SpendTarget.operations(reseller));
        reads().filter(read -> read.reseller().equals(reseller))
                .map(Read::operation)
                .forEach(tried::add);
        assertThat(tried).isEqualTo(new TreeSet<>(CalledOperations.byReseller().get(reseller)));

        Set<String> documented = ContractDocument.onClassPath(reseller).operations().stream()
                .filter(operation -> tried.contains(operation.id()))
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> DocumentedAnswer.of(operation.response(status)).stream()
                                .anyMatch(answer -> answer.body().isContainerNode()))
                        .map(status -> operation.id() + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> altered = DerivedFaults.of(reseller).stream()
                .filter(one -> tried.contains(one.operationId()))
                .map(one -> one.operationId() + " " + one.status())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(altered).hasSizeGreaterThan(50).isEqualTo(documented);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void a_damaged_body_ends_in_a_value_or_a_ResellerException(Read read) {
        List<String> violations = new ArrayList<>();
        try (DerivedReadCaller caller = new DerivedReadCaller(read.reseller())) {
            List<String> calls = caller.callsThatSend(read.operation());
            assertThat(calls).isNotEmpty();
            cases(read).forEach((name, failure) -> {
                for (String call : calls) {
                    long before = caller.received(read.operation());
                    caller.answerOnce(read.operation(), failure);
                    Throwable thrown = catchThrowable(() -> caller.run(call));
                    if (thrown != null && !(thrown instanceof ResellerException)) {
                        violations.add(call + " with " + name + ": " + thrown);
                    }
                    if (caller.received(read.operation()) == before) {
                        violations.add(call + " did not send for " + name);
                    }
                    if (thrown != null && String.valueOf(thrown.getMessage()).contains("\n")) {
                        violations.add(call + " with " + name + " has more than one line: " + thrown);
                    }
                }
            });
        }
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("readsOfJson")
    void an_unknown_member_changes_nothing(Read read) {
        try (DerivedReadCaller caller = new DerivedReadCaller(read.reseller())) {
            for (String call : caller.callsThatSend(read.operation())) {
                Object usual = caller.run(call);
                derived(read)
                        .filter(one -> one.status() == 200 && one.mutation() == BodyMutation.EXTRA_FIELD)
                        .forEach(one -> {
                            caller.answerOnce(read.operation(), one.toRealAnswer());
                            assertThat(caller.run(call))
                                    .as("%s with %s", call, one)
                                    .isEqualTo(usual);
                        });
            }
        }
    }

    private static Stream<DerivedFaults> derived(Read read) {
        return DerivedFaults.of(read.reseller()).stream()
                .filter(one -> one.operationId().equals(read.operation()));
    }

    /** Damages the response of the stub for a success, and replaces it by a damaged example for a failure. */
    private static Map<String, CannedFailure> cases(Read read) {
        Map<String, CannedFailure> cases = new LinkedHashMap<>();
        derived(read).forEach(one -> {
            if (one.status() == 200) {
                cases.put("its own " + one.mutation().word() + one.pointer(), one.toRealAnswer());
            } else {
                cases.put(one.toString(), one.failure());
            }
        });
        return cases;
    }
}
