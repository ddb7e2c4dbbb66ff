package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REALTIME;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.wire.AllowLists.ContractOutcomes;
import dev.certbridge.conformance.wire.AllowLists.ErrorBodies;
import dev.certbridge.conformance.wire.AllowLists.ExpectedOutcomes.Row;
import dev.certbridge.conformance.wire.SpendCall.CallOutcome;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Of status times body, only the allow-list is a rejection. */
class AllowListTest extends WireTest {

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
    void the_table_agrees_with_every_documented_response(SpendCall call) {
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

    /** Returns the name of the body: at regfish, every documented error has {@code success:false}. */
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
                    CallOutcome outcome = CallOutcome.of(() -> session.spend(call));
                    observed.put(status + " " + body, outcome.name());
                });
            }
            assertThat(server.began()).isEqualTo(observed.size());
        }
        return observed;
    }

    private static final List<Integer> REFUSALS = List.of(400, 401, 403, 404, 409, 429);
    private static final String NO = "\"success\":false,\"type\":\"ValidationError\",\"message\":\"no\"";
    private static final String REGFISH_PATH = "Location: /tls/certificate/ABCDEFGHIJKLM";

    static Stream<Arguments> refusals() {
        return REFUSALS.stream()
                .flatMap(status -> Stream.of(
                        Arguments.of(REALTIME, status, json(status, "{" + NO + "}", "x-process-id: 4711")),
                        Arguments.of(REALTIME, status, json(status, "", "x-process-id: 4711")),
                        Arguments.of(REALTIME, status, json(status, "", "Location: /v2/processes/4711")),
                        Arguments.of(REALTIME, status, json(status, "{" + NO + ",\"processId\":4711}")),
                        Arguments.of(REGFISH, status, json(status, "{" + NO + "}", REGFISH_PATH)),
                        Arguments.of(REGFISH, status, json(status, "", REGFISH_PATH)),
                        Arguments.of(
                                REGFISH,
                                status,
                                json(status, "{" + NO + ",\"response\":{\"id\":\"ABCDEFGHIJKLM\"}}"))));
    }

    @ParameterizedTest(name = "{0} {1} [{index}]")
    @MethodSource("refusals")
    void a_refusal_that_names_an_order_is_unknown_and_quotes_the_id(
            TestProvider provider, int status, ProxyStep refusal) {
        OrderBook book = OrderBooks.inMemory();
        OrderRequest request = provider.order("www.example.com");
        FaultProxy server = toWrites(refusal);
        CertificateReseller reseller = open(provider.connect(book, server));
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                    assertThat(unknown.accepted()).isFalse();
                    assertThat(unknown.seenId()).isEmpty();
                })
                .hasMessageContaining("the response " + status + " contains the id " + provider.id());
        assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(book.unresolved())
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt.head().orElseThrow().headers()).contains(provider.id()));
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_that_names_none_leaves_the_intent_free(TestProvider provider) {
        for (int status : new int[] {401, 403, 429}) {
            OrderBook book = OrderBooks.inMemory();
            try (FaultProxy server = FaultProxy.toWrites(json(status, "{" + NO + "}"));
                    CertificateReseller reseller = provider.connect(book, server)) {
                assertThatThrownBy(() -> provider.place(reseller)).isInstanceOf(RejectedException.class);
            }
            assertThat(book.unresolved()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("spends")
    void no_spend_of_the_generated_clients_is_rejected_with_an_id(SpendCall call) {
        String[] headers = call.atRegfish() ? new String[] {REGFISH_PATH} : new String[] {"x-process-id: odd"};
        for (int status : REFUSALS) {
            try (FaultProxy server = FaultProxy.always(json(status, "{" + NO + "}", headers));
                    GeneratedClient session = GeneratedClient.open(call.reseller(), server.options())) {
                assertThatThrownBy(() -> session.spend(call))
                        .as("%d to %s with %s", status, call, Arrays.toString(headers))
                        .isInstanceOf(OutcomeUnknownException.class);
            }
        }
    }
}
