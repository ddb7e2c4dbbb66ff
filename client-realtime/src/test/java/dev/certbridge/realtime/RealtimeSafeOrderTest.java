package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers, prices and listings that say less than they should. */
class RealtimeSafeOrderTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String ORDER = "POST /v2/ssl/certificates";
    private static final Said FREE = new Said(200, "{\"quote\":{\"total\":0,\"billables\":[]}}", Map.of());

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller realtime = server.connect(book);
    private final CertificateReseller deprecated = Realtime.deprecated(
            "not-a-real-key", ScriptedRealtimeServer.CUSTOMER, book, "example", Map.of(), server.options());
    private final Csr csr = TestClient.key("www.example.com").csr();
    private final OrderRequest request =
            OrderRequest.builder("p").csr(csr).validity(Validity.months(6)).build();

    @AfterEach
    void close() {
        realtime.close();
        deprecated.close();
        server.close();
    }

    @Test
    void a_known_id_needs_no_body() {
        server.said = new Said(202, "", Map.of("x-process-id", "4711"));
        CertificateId source = new CertificateId(
                "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest years = OrderRequest.builder("ssl_comodo_positive")
                .csr(fresh())
                .validity(Validity.years(1))
                .build();
        OrderRequest renewal = OrderRequest.renewal(source, "ssl_comodo_positive")
                .csr(fresh())
                .validity(Validity.years(1))
                .build();

        assertPlaced("4711", realtime.order(INTENT, request, Spending.unquoted()));
        server.said = new Said(202, " \r\n", Map.of("x-process-id", "4712"));
        assertPlaced("4712", deprecated.order(Intent.of("created"), years, Spending.unquoted()));
        server.said = new Said(202, " \r\n", Map.of("x-process-id", "4713"));
        assertPlaced("4713", deprecated.order(Intent.of("renewed"), renewal, Spending.unquoted()));
    }

    @Test
    void an_answer_that_cannot_be_read_does_not_hide_that_it_cost_too_much() {
        server.said = new Said(202, "<html>", Map.of("x-process-id", "4711"));
        server.process(4711, "www.example.org", "RUNNING")
                .putObject("reservation")
                .put("EUR", 2501);

        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "25.00")))
                .isInstanceOfSatisfying(
                        OverspentException.class,
                        more -> assertThat(more.order().id().providerId()).isEqualTo("4711"))
                .hasMessageContaining("EUR:25.01");
        assertThat(book.halted()).hasValueSatisfying(why -> assertThat(why).contains("EUR:25.01"));
    }

    @Test
    void an_order_born_of_a_question_for_the_price_stops_a_second_one() {
        server.price = Said.process(4711);
        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOf(OutcomeUnknownException.class);
        server.process(4711, "RUNNING", csr);

        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        PossibleDuplicateException.class,
                        equal -> assertThat(equal.providerIds()).containsExactly("4711"));
        assertThat(server.requests).doesNotContain(ORDER);
    }

    @Test
    void what_was_free_is_asked_for_again_and_ordered_only_while_it_is() {
        server.price = FREE;
        Quote seen = realtime.quote(request);
        server.price = Said.price(2500);
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(server.requests).doesNotContain(ORDER);

        server.price = FREE;
        assertPlaced("4711", realtime.order(INTENT, request, Spending.acknowledging(seen)));
        assertThat(server.bodies.get(server.requests.indexOf(ORDER))).doesNotContain("billables");
    }

    @Test
    void an_open_process_without_an_identifier_is_found_by_its_names() {
        server.process(9, "RUNNING", csr).remove("identifier");
        server.process(10, "RUNNING", TestClient.key("www.example.net").csr()).remove("identifier");
        server.ignored.add("identifier");

        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        PossibleDuplicateException.class,
                        equal -> assertThat(equal.providerIds()).containsExactly("9"));
        assertThat(realtime.orderAll(Map.of(INTENT, request), Spending.unquoted())
                        .refused())
                .hasEntrySatisfying(INTENT, why -> assertThat(why).isInstanceOf(PossibleDuplicateException.class));

        realtime.order(INTENT, request.toBuilder().allowingDuplicate().build(), Spending.unquoted());
        assertThat(book.snapshot(1).orElseThrow().seen()).containsExactly("9");
    }

    private static Csr fresh() {
        return TestClient.key("shop.example.com").csr();
    }

    private static void assertPlaced(String id, Order order) {
        assertThat(order.id().providerId()).isEqualTo(id);
        assertThat(order.validations()).isEmpty();
    }
}
