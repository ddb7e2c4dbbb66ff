package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.Intent;
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
class RefusalNamingAnOrderTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 409, 429);
    private static final String NO = "\"success\":false,\"type\":\"ValidationError\",\"message\":\"no\"";
    private static final String REGFISH_PATH = "Location: /tls/certificate/ABCDEFGHIJKLM";

    static Stream<Arguments> refusals() {
        return STATUSES.stream()
                .flatMap(status -> Stream.of(
                        Arguments.of(
                                WireSession.REALTIME,
                                status,
                                ServerStep.json(status, "{" + NO + "}", "x-process-id: 4711")),
                        Arguments.of(WireSession.REALTIME, status, ServerStep.json(status, "", "x-process-id: 4711")),
                        Arguments.of(
                                WireSession.REALTIME,
                                status,
                                ServerStep.json(status, "", "Location: /v2/processes/4711")),
                        Arguments.of(
                                WireSession.REALTIME,
                                status,
                                ServerStep.json(status, "{" + NO + ",\"processId\":4711}")),
                        Arguments.of(
                                WireSession.REGFISH, status, ServerStep.json(status, "{" + NO + "}", REGFISH_PATH)),
                        Arguments.of(WireSession.REGFISH, status, ServerStep.json(status, "", REGFISH_PATH)),
                        Arguments.of(
                                WireSession.REGFISH,
                                status,
                                ServerStep.json(status, "{" + NO + ",\"response\":{\"id\":\"ABCDEFGHIJKLM\"}}"))));
    }

    @ParameterizedTest(name = "{0} {1} [{index}]")
    @MethodSource("refusals")
    void a_refusal_that_names_an_order_is_unknown_and_tells_the_id(WireSession shop, int status, ServerStep refusal) {
        OrderBook book = OrderBooks.inMemory();
        OrderRequest request = shop.order("www.example.com");
        try (RawServer server = RawServer.toWrites(refusal);
                CertificateReseller reseller = shop.connect(book, server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                        assertThat(unknown.accepted()).isFalse();
                        assertThat(unknown.seenId()).isEmpty();
                    })
                    .hasMessageContaining("answered " + status + " and names " + shop.id());
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.requests("POST")).hasSize(1);
        }
        assertThat(book.unresolved())
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt.head().orElseThrow().headers()).contains(shop.id()));
    }

    @ParameterizedTest
    @EnumSource
    void a_refusal_that_names_none_leaves_the_intent_free(WireSession shop) {
        for (int status : new int[] {401, 403, 429}) {
            OrderBook book = OrderBooks.inMemory();
            try (RawServer server = RawServer.toWrites(ServerStep.json(status, "{" + NO + "}"));
                    CertificateReseller reseller = shop.connect(book, server.options())) {
                assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
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
            try (RawServer server = RawServer.always(ServerStep.json(status, "{" + NO + "}", headers));
                    GeneratedClientSession session = GeneratedClientSession.open(call.reseller(), server.options())) {
                assertThatThrownBy(() -> session.spend(call, SpendPermit.once()))
                        .as("%d to %s with %s", status, call, Arrays.toString(headers))
                        .isInstanceOf(OutcomeUnknownException.class);
            }
        }
    }
}
