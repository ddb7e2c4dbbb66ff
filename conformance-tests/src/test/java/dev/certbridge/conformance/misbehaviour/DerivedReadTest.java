package dev.certbridge.conformance.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.stub.Alteration;
import dev.certbridge.conformance.stub.CannedFailure;
import dev.certbridge.conformance.stub.Derived;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every read of the built-in clients, with every thing that can be wrong in the body of its answer. */
class DerivedReadTest {

    /** A read that some verb of the API sends. */
    record Read(String reseller, String operation) {
        @Override
        public String toString() {
            return reseller + " " + operation;
        }
    }

    static Stream<Read> reads() {
        return Stream.concat(
                Stream.of("listProducts", "listCertificates", "getCertificate", "downloadCertificate")
                        .map(operation -> new Read("regfish", operation)),
                Stream.of(
                                "listProducts",
                                "listProcesses",
                                "getProcess",
                                "getProcessInfo",
                                "listCertificates",
                                "getCertificate",
                                "downloadCertificate")
                        .map(operation -> new Read("realtime", operation)));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void nothing_wrong_in_a_body_ends_in_anything_but_a_value_or_a_failure_of_the_family(Read read) {
        List<String> complaints = new ArrayList<>();
        try (Looker looker = new Looker(read.reseller())) {
            List<String> verbs = looker.verbsThatSend(read.operation());
            assertThat(verbs).isNotEmpty();
            cases(read).forEach((name, failure) -> {
                for (String verb : verbs) {
                    looker.answerOnce(read.operation(), failure);
                    Throwable thrown = catchThrowable(() -> looker.run(verb));
                    if (thrown != null && !(thrown instanceof ResellerException)) {
                        complaints.add(verb + " with " + name + ": " + thrown);
                    }
                    if (thrown != null && thrown.getMessage().contains("\n")) {
                        complaints.add(verb + " with " + name + " says more than a line: " + thrown);
                    }
                }
            });
        }
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void a_member_that_nobody_knows_changes_nothing(Read read) {
        try (Looker looker = new Looker(read.reseller())) {
            for (String verb : looker.verbsThatSend(read.operation())) {
                Object usual = looker.run(verb);
                derived(read)
                        .filter(one -> one.status() == 200 && one.alteration() == Alteration.EXTRA_FIELD)
                        .forEach(one -> {
                            looker.answerOnce(read.operation(), one.toRealAnswer());
                            assertThat(looker.run(verb))
                                    .as("%s with %s", verb, one)
                                    .isEqualTo(usual);
                        });
            }
        }
    }

    private static Stream<Derived> derived(Read read) {
        return Derived.of(read.reseller()).stream()
                .filter(one -> one.operationId().equals(read.operation()));
    }

    /** Done to the stub's own answer where the contract shows a success, and in its place where it shows a failure. */
    private static Map<String, CannedFailure> cases(Read read) {
        Map<String, CannedFailure> cases = new LinkedHashMap<>();
        derived(read).forEach(one -> {
            if (one.status() == 200) {
                cases.put("its own " + one.alteration().word() + one.pointer(), one.toRealAnswer());
            } else {
                cases.put(one.toString(), one.failure());
            }
        });
        return cases;
    }
}
