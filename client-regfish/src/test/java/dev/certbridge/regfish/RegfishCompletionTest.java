package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completing an order that was held back costs, and happens once. */
class RegfishCompletionTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";
    private static final String LIST = "GET /tls/certificate";
    private static final String ORDER = "POST /tls/certificate";
    private static final String CERTIFICATE = "GET /tls/certificate/HELD";
    private static final String COMPLETE = "POST /tls/certificate/HELD/complete";

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());
    private final OrderRequest request = OrderRequest.builder("SecureSite")
            .csr(TestClient.key("shop.example.net").csr())
            .build();

    @BeforeEach
    void open() {
        desk.on(LIST, RegfishCertificateJson.list())
                .on(ORDER, held().said())
                .on(CERTIFICATE, held().said())
                .on(COMPLETE, shown().said());
    }

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_order_goes_on_under_its_own_id_and_the_same_intent_sends_nothing_again() {
        book.budget(new Budget("autumn", 2, Money.of("EUR", "0.00")));
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();

        Order done = regfish.order(
                INTENT,
                OrderRequest.completion(id, ORGANIZATION),
                Spending.unquoted().from("autumn"));

        assertThat(done.id()).isEqualTo(id);
        assertThat(done.state()).isEqualTo(Order.State.PENDING);
        assertThat(done.csr()).contains(request.csr());
        assertThat(desk.writes()).hasSize(2).last().satisfies(sent -> {
            assertThat(sent.route()).isEqualTo(COMPLETE);
            assertThat(sent.body().toString()).isEqualTo("{\"org_id\":\"" + ORGANIZATION + "\"}");
        });
        assertThat(book.left("autumn").orElseThrow().orders()).isEqualTo(1);
        desk.forget();
        assertThat(regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted())
                        .id())
                .isEqualTo(id);
        assertThatThrownBy(() -> regfish.order(INTENT, OrderRequest.completion(id, "hdl_OTHER"), Spending.unquoted()))
                .isInstanceOf(IntentMismatchException.class);
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void an_order_that_the_book_does_not_know_is_completed_too() {
        OrderId id;
        try (CertificateReseller other =
                Regfish.connect(ScriptedRegfishServer.KEY, SpendLog.of(OrderBooks.inMemory()), desk.options())) {
            id = other.order(INTENT, request, Spending.unquoted()).id();
        }
        Order done = regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted());
        assertThat(done.id()).isEqualTo(id);
        assertThat(done.csr()).isEmpty();
        assertThat(book.requestOf(id).orElseThrow().names()).containsExactly("shop.example.net");
        assertThat(book.requestOf(id).orElseThrow().product()).isEqualTo("SecureSite");
        assertThat(regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted())
                        .csr())
                .isEmpty();
        assertThat(desk.writes()).hasSize(2);
    }

    @Test
    void what_regfish_does_not_tell_of_such_an_order_is_not_needed_to_complete_it() {
        Map<String, RegfishCertificateJson> odd = Map.of(
                "A", held().without("product"),
                "B", held().with("product", " "),
                "C", held().with("common_name", "no host name"));
        odd.forEach((label, shown) -> {
            OrderId id = heldOf(label);
            desk.on("GET /tls/certificate/" + label, shown.with("id", label).said())
                    .on(
                            "POST /tls/certificate/" + label + "/complete",
                            shown().with("id", label).said());
            assertThat(regfish.order(Intent.of(label), OrderRequest.completion(id, ORGANIZATION), Spending.unquoted())
                            .id())
                    .isEqualTo(id);
            assertThat(book.requestOf(id).orElseThrow().product())
                    .isEqualTo(label.equals("C") ? "SecureSite" : "unknown");
        });
        assertThat(desk.writes()).hasSize(3);
    }

    @Test
    void an_answer_about_another_order_is_none() {
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();
        desk.on(COMPLETE, shown().with("id", "OTHER").said());
        assertThatThrownBy(() -> regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.seenId()).isEmpty());
        assertThat(book.unresolved()).hasSize(1);
        assertThat(book.orders(id.target(), "OTHER")).isEmpty();
    }

    @Test
    void a_completion_under_a_name_of_its_own_leaves_the_order_as_it_was() {
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();
        regfish.order(Intent.of("completion"), OrderRequest.completion(id, ORGANIZATION), Spending.unquoted());
        assertThat(regfish.order(INTENT, request, Spending.unquoted()).id()).isEqualTo(id);
    }

    @Test
    void an_order_that_does_not_wait_is_not_completed() {
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();
        desk.on(CERTIFICATE, shown().said());
        assertThatThrownBy(() -> regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("nothing was sent");
        assertThat(desk.writes()).hasSize(1);
    }

    @Test
    void what_cannot_be_is_refused_before_any_byte() {
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();
        desk.forget();
        assertThatThrownBy(() ->
                        regfish.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.upTo("EUR", "1.00")))
                .isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> regfish.order(INTENT, OrderRequest.completion(id, " "), Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class);
        OrderId live = OrderId.parse(id.toString().replaceFirst(":127[^:]*:", ":live:"));
        assertThatThrownBy(
                        () -> regfish.order(INTENT, OrderRequest.completion(live, ORGANIZATION), Spending.unquoted()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void an_unknown_completion_is_a_candidate_once_the_order_waits_no_more() {
        OrderId id = regfish.order(INTENT, request, Spending.unquoted()).id();
        for (Said odd : new Said[] {Said.refusal(409, "does not wait"), Said.json(200, "{\"success\":true}")}) {
            desk.on(COMPLETE, odd);
            Intent intent = Intent.of("completion " + desk.writes().size());
            assertThatThrownBy(
                            () -> regfish.order(intent, OrderRequest.completion(id, ORGANIZATION), Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(book.unresolved()).hasSize(2).allSatisfy(attempt -> {
            desk.on(CERTIFICATE, held().said());
            assertThat(regfish.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
            desk.on(CERTIFICATE, shown().said());
            assertThat(regfish.orders().reconcile(attempt))
                    .isInstanceOfSatisfying(
                            Candidates.class, found -> assertThat(found.ids()).containsExactly(id));
        });
    }

    private OrderId heldOf(String providerId) {
        String host = desk.options().uri().orElseThrow().getAuthority();
        return new OrderId("regfish", host, "-", OrderId.Kind.ORDER, providerId, OrderId.NONE, OrderId.NONE);
    }

    private static RegfishCertificateJson shown() {
        return RegfishCertificateJson.pending("HELD", "SecureSite", "shop.example.net");
    }

    private static RegfishCertificateJson held() {
        return shown().flag("action_required", true).with("pending_reason", "organization_required");
    }
}
