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

/** Every call of the built-in clients that costs nothing, with everything that can be wrong in the body of its answer. */
class DerivedReadTest {

    /** A call that some verb of the API sends. */
    record Read(String reseller, String operation) {
        @Override
        public String toString() {
            return reseller + " " + operation;
        }
    }

    static Stream<Read> reads() {
        return Stream.of("regfish", "realtime").flatMap(reseller -> {
            try (DerivedReadCaller looker = new DerivedReadCaller(reseller)) {
                return looker.operations().stream().map(operation -> new Read(reseller, operation));
            }
        });
    }

    static Stream<Read> readsOfJson() {
        return reads().filter(read -> derived(read).anyMatch(one -> one.status() == 200));
    }

    /** Whoever calls another operation from now on is told here: it is looked at by these tests, or bought by those. */
    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_answer_of_every_operation_that_an_adapter_calls_is_tried_with_something_wrong_in_it(String reseller) {
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
    void nothing_wrong_in_a_body_ends_in_anything_but_a_value_or_a_failure_of_the_family(Read read) {
        List<String> complaints = new ArrayList<>();
        try (DerivedReadCaller looker = new DerivedReadCaller(read.reseller())) {
            List<String> verbs = looker.verbsThatSend(read.operation());
            assertThat(verbs).isNotEmpty();
            cases(read).forEach((name, failure) -> {
                for (String verb : verbs) {
                    long before = looker.received(read.operation());
                    looker.answerOnce(read.operation(), failure);
                    Throwable thrown = catchThrowable(() -> looker.run(verb));
                    if (thrown != null && !(thrown instanceof ResellerException)) {
                        complaints.add(verb + " with " + name + ": " + thrown);
                    }
                    if (looker.received(read.operation()) == before) {
                        complaints.add(verb + " did not meet " + name);
                    }
                    if (thrown != null && String.valueOf(thrown.getMessage()).contains("\n")) {
                        complaints.add(verb + " with " + name + " says more than a line: " + thrown);
                    }
                }
            });
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("readsOfJson")
    void a_member_that_nobody_knows_changes_nothing(Read read) {
        try (DerivedReadCaller looker = new DerivedReadCaller(read.reseller())) {
            for (String verb : looker.verbsThatSend(read.operation())) {
                Object usual = looker.run(verb);
                derived(read)
                        .filter(one -> one.status() == 200 && one.mutation() == BodyMutation.EXTRA_FIELD)
                        .forEach(one -> {
                            looker.answerOnce(read.operation(), one.toRealAnswer());
                            assertThat(looker.run(verb))
                                    .as("%s with %s", verb, one)
                                    .isEqualTo(usual);
                        });
            }
        }
    }

    private static Stream<DerivedFaults> derived(Read read) {
        return DerivedFaults.of(read.reseller()).stream()
                .filter(one -> one.operationId().equals(read.operation()));
    }

    /** Done to the stub's own answer where the contract shows a success, and in its place where it shows a failure. */
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
