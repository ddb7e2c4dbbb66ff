package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.wire.ExpectedOutcomes.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Money rule 2: of status times body, only the allow-list is a rejection. */
class AllowListTest {

    /** Statuses without a body of their own (204, 304) are in the table of faults. */
    private static final List<Integer> STATUSES = Stream.of(
                    List.of(200, 201, 202, 226, 300, 301, 302, 303, 307, 308),
                    IntStream.rangeClosed(400, 413).boxed().toList(),
                    List.of(418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 520))
            .flatMap(List::stream)
            .toList();

    static List<SpendCall> spends() {
        return SpendCall.all();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void only_the_allow_list_is_a_rejection(SpendCall call) {
        assertThat(observed(call)).isEqualTo(AllowLists.of(call).over(STATUSES, ErrorBodies.of(call)));
    }

    @Test
    void a_conflict_on_a_renewal_at_regfish_is_no_rejection() {
        SpendCall order = SpendCall.of("regfish", "createCertificate");
        SpendCall renewal = order.sending("renewal");

        assertThat(AllowLists.of(order).outcome(409, "success:false")).isEqualTo("Rejected/Conflict:UNKNOWN");
        assertThat(AllowLists.of(renewal).outcome(409, "success:false")).isEqualTo("OutcomeUnknown");
        assertThat(observed(renewal)).isEqualTo(AllowLists.of(renewal).over(STATUSES, ErrorBodies.of(renewal)));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void the_table_says_of_every_documented_answer_what_the_contract_says(SpendCall call) {
        new ContractOutcomes(call.reseller())
                .of(call.operation().getName())
                .forEach((status, cases) -> cases.forEach((body, outcome) -> assertThat(
                                AllowLists.of(sent(call, body)).outcome(status, spelled(call, body)))
                        .as("%s, %s, %s", call, status, body)
                        .isEqualTo(status / 100 == 2 ? "Answered" : outcome)));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void the_table_names_no_rejection_by_type_that_the_contract_does_not_name(SpendCall call) {
        Set<String> documented = new ContractOutcomes(call.reseller())
                .of(call.operation().getName()).values().stream()
                        .flatMap(cases -> cases.keySet().stream())
                        .map(body -> spelled(call, body))
                        .collect(Collectors.toSet());

        assertThat(AllowLists.of(call).rows().stream().map(Row::body).filter(body -> !body.equals("*")))
                .isSubsetOf(documented);
    }

    private static SpendCall sent(SpendCall call, String contractCase) {
        return contractCase.equals("with renewal_of_certificate_id") ? call.sending("renewal") : call;
    }

    /** regfish's cases are of the request; every error its contract documents says {@code success:false}. */
    private static String spelled(SpendCall call, String contractCase) {
        return call.atRegfish() ? "success:false" : contractCase;
    }

    private static Map<String, String> observed(SpendCall call) {
        Map<String, String> observed = new TreeMap<>();
        AtomicReference<ProxyStep> next = new AtomicReference<>();
        try (FaultProxy server = FaultProxy.scripted(request -> next.get());
                GeneratedClient session = GeneratedClient.open(call.reseller(), server)) {
            for (int status : STATUSES) {
                ErrorBodies.of(call).forEach((body, text) -> {
                    next.set(ProxyStep.json(status, text));
                    Outcome outcome = Outcome.of(() -> session.spend(call));
                    observed.put(status + " " + body, outcome.name());
                });
            }
            assertThat(server.began()).isEqualTo(observed.size());
        }
        return observed;
    }
}
