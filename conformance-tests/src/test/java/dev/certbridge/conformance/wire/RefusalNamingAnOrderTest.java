package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REALTIME;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever refuses an order and names one all the same may have placed it: unknown, and never sent again. */
class RefusalNamingAnOrderTest extends WireTest {

    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 409, 429);
    private static final String NO = "\"success\":false,\"type\":\"ValidationError\",\"message\":\"no\"";
    private static final String REGFISH_PATH = "Location: /tls/certificate/ABCDEFGHIJKLM";

    static Stream<Arguments> refusals() {
        return STATUSES.stream()
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
    void a_refusal_that_names_an_order_is_unknown_and_tells_the_id(
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
                .hasMessageContaining("answered " + status + " and names " + provider.id());
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
                assertThatThrownBy(() -> reseller.order(INTENT, provider.order("www.example.com"), Spending.unquoted()))
                        .isInstanceOf(RejectedException.class);
            }
            assertThat(book.unresolved()).isEmpty();
        }
    }

    static Stream<SpendCall> spends() {
        return SpendCall.all().stream();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void every_spend_of_the_generated_clients_holds_to_it(SpendCall call) {
        String[] headers = call.atRegfish() ? new String[] {REGFISH_PATH} : new String[] {"x-process-id: odd"};
        for (int status : STATUSES) {
            try (FaultProxy server = FaultProxy.always(json(status, "{" + NO + "}", headers));
                    GeneratedClient session = GeneratedClient.open(call.reseller(), server.options())) {
                assertThatThrownBy(() -> session.spend(call))
                        .as("%d to %s with %s", status, call, Arrays.toString(headers))
                        .isInstanceOf(OutcomeUnknownException.class);
            }
        }
    }
}
