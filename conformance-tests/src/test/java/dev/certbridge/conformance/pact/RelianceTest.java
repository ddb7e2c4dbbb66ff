package dev.certbridge.conformance.pact;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pacts hold exactly what the clients rely on. */
class RelianceTest {

    /** Members that are read without a getter: the list of certificates is read as it arrives. */
    private static final Set<String> STREAMED =
            Set.of("CertificateListResponse.success", "CertificateListResponse.response");

    /** Members that are set in an answer, which is not sent. */
    private static final Set<String> FILLED_IN =
            Set.of("Process.id", "Certificate.id", "ApiError.type", "ApiError.message");

    @ParameterizedTest
    @EnumSource
    void every_operation_that_the_client_calls_stands_in_the_pact_and_no_other(PactSide side) {
        assertThat(operationGaps(Reliance.of(side), pact(side)))
                .as("operations of %s", side.provider())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void every_member_of_an_answer_that_the_client_reads_stands_in_the_pact_and_no_other(PactSide side) {
        Reliance client = Reliance.of(side);
        Set<String> answered = PactMembers.answered(pact(side), client.operations());
        answered.removeAll(STREAMED);
        assertThat(gaps(client.read(), answered))
                .as("members of answers of %s", side.provider())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void every_member_of_a_request_that_the_client_sets_stands_in_the_pact_and_no_other(PactSide side) {
        Reliance client = Reliance.of(side);
        Set<String> set = new HashSet<>(client.sent());
        set.removeAll(FILLED_IN);
        assertThat(gaps(set, PactMembers.sent(pact(side), client.operations())))
                .as("members of requests to %s", side.provider())
                .isEmpty();
    }

    @Test
    void an_operation_without_a_pact_is_named() {
        List<PactInteraction> without = pact(PactSide.REGFISH).stream()
                .filter(interaction -> !interaction.operationId().equals("downloadCertificate"))
                .toList();
        assertThat(operationGaps(Reliance.of(PactSide.REGFISH), without))
                .containsExactly("downloadCertificate is relied on and stands in no interaction");
    }

    private static List<String> operationGaps(Reliance client, List<PactInteraction> pact) {
        return gaps(
                client.operations().stream().map(Method::getName).collect(Collectors.toSet()),
                pact.stream().map(PactInteraction::operationId).collect(Collectors.toSet()));
    }

    private static List<String> gaps(Set<String> reliedOn, Set<String> agreed) {
        return Stream.concat(
                        reliedOn.stream()
                                .filter(name -> !agreed.contains(name))
                                .map(name -> name + " is relied on and stands in no interaction"),
                        agreed.stream()
                                .filter(name -> !reliedOn.contains(name))
                                .map(name -> name + " stands in the pact and nothing relies on it"))
                .sorted()
                .toList();
    }

    private static List<PactInteraction> pact(PactSide side) {
        return CommittedPact.interactions(side.provider());
    }
}
