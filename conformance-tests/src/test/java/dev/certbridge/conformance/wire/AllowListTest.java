package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.wire.ExpectedOutcomes.Row;
import dev.certbridge.reseller.http.Spend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Money rule 2: of status times body, only the allow-list is a rejection. */
class AllowListTest {

    private static final ExpectedOutcomes REGFISH = ExpectedOutcomes.of("""
            200-299  *                    Answered
            401      *                    Rejected/Unauthorized
            403      *                    Rejected/Unauthorized
            429      *                    Rejected/RateLimited
            400      success:false        Rejected/InvalidRequest
            404      success:false        Rejected/NotFound
            409      success:false        Rejected/Conflict:UNKNOWN
            *        *                    OutcomeUnknown
            """);

    private static final ExpectedOutcomes REGFISH_RENEWAL = ExpectedOutcomes.of("""
            200-299  *                    Answered
            401      *                    Rejected/Unauthorized
            403      *                    Rejected/Unauthorized
            429      *                    Rejected/RateLimited
            400      success:false        Rejected/InvalidRequest
            404      success:false        Rejected/NotFound
            *        *                    OutcomeUnknown
            """);

    private static final ExpectedOutcomes REALTIME = ExpectedOutcomes.of("""
            200-299  *                                       Answered
            401      *                                       Rejected/Unauthorized
            403      *                                       Rejected/Unauthorized
            429      *                                       Rejected/RateLimited
            400      BillableAcknowledgmentNeededException   Rejected/BillableAcknowledgmentNeeded
            400      InsufficientCreditException             Rejected/InsufficientCredit
            400      ConstraintViolationException            Rejected/InvalidRequest
            400      InvalidCSRException                     Rejected/InvalidRequest
            400      InvalidMessage                          Rejected/InvalidRequest
            400      NoContractException                     Rejected/InvalidRequest
            400      UnrecognizedPropertyException           Rejected/InvalidRequest
            400      ValidationError                         Rejected/InvalidRequest
            400      ObjectDoesNotExist                      Rejected/NotFound
            *        *                                       OutcomeUnknown
            """);

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
        ExpectedOutcomes table = call.atRegfish() ? REGFISH : REALTIME;

        assertThat(observed(call, false)).isEqualTo(table.over(STATUSES, Bodies.of(call)));
    }

    @Test
    void a_conflict_on_a_renewal_at_regfish_is_no_rejection() {
        SpendCall call =
                spends().stream().filter(SpendCall::atRegfish).findFirst().orElseThrow();

        assertThat(observed(call, true)).isEqualTo(REGFISH_RENEWAL.over(STATUSES, Bodies.of(call)));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void the_table_says_of_every_documented_answer_what_the_contract_says(SpendCall call) {
        ContractOutcomes contract = new ContractOutcomes(call.reseller());
        contract.of(call.operation().getName())
                .forEach((status, cases) -> cases.forEach((body, outcome) -> assertThat(
                                tableFor(call, body).outcome(status, spelled(call, body)))
                        .as("%s, %s, %s", call, status, body)
                        .isEqualTo(status / 100 == 2 ? "Answered" : outcome)));
    }

    @Test
    void the_table_of_realtime_names_no_type_that_its_contract_does_not_name() {
        assertThat(Bodies.documentedTypes(new ContractOutcomes("realtime")))
                .containsAll(REALTIME.rows().stream()
                        .map(Row::body)
                        .filter(body -> !body.equals("*"))
                        .toList());
    }

    private static ExpectedOutcomes tableFor(SpendCall call, String contractCase) {
        if (!call.atRegfish()) {
            return REALTIME;
        }
        return contractCase.equals("with renewal_of_certificate_id") ? REGFISH_RENEWAL : REGFISH;
    }

    /** regfish's cases are of the request; every error its contract documents says {@code success:false}. */
    private static String spelled(SpendCall call, String contractCase) {
        return call.atRegfish() ? "success:false" : contractCase;
    }

    private static Map<String, String> observed(SpendCall call, boolean renewal) {
        Map<String, String> observed = new TreeMap<>();
        AtomicReference<Act> next = new AtomicReference<>();
        try (RawServer server = RawServer.scripted(request -> next.get());
                Session session = Session.open(call.reseller(), server.options())) {
            for (int status : STATUSES) {
                Bodies.of(call).forEach((body, text) -> {
                    next.set(Act.json(status, text));
                    Outcome outcome = Outcome.of(() -> session.spend(call, Spend.once(), renewal));
                    observed.put(status + " " + body, outcome.name());
                });
            }
            assertThat(server.began()).isEqualTo(observed.size());
        }
        return observed;
    }
}
