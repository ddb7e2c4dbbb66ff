package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Completing an order that was held back is a spend, and happens once. */
class RegfishCompletionTest extends ScriptedRegfishTest {

    private static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";
    private static final String CERTIFICATE = "GET /tls/certificate/HELD";
    private static final String COMPLETE = "POST /tls/certificate/HELD/complete";
    private final OrderRequest request =
            OrderRequest.builder("SecureSite").csr(csr("shop.example.net")).build();

    @BeforeEach
    void open() {
        server.on(LIST, list())
                .on(ORDER, held().response())
                .on(CERTIFICATE, held().response())
                .on(COMPLETE, pending().response());
    }

    @Test
    void a_completed_order_keeps_its_id_and_a_repeated_intent_sends_nothing() {
        book.budget(Budget.of("autumn", 2, Money.of("EUR", "0.00")));
        OrderId id = order(request).id();

        Order done = reseller.order(
                INTENT,
                OrderRequest.completion(id, ORGANIZATION),
                Spending.unquoted().from("autumn"));

        assertThat(done.id()).isEqualTo(id);
        assertThat(done.state()).isEqualTo(Order.State.PENDING);
        assertThat(done.csr()).contains(request.csr());
        assertThat(server.writes()).hasSize(2).last().satisfies(sent -> {
            assertThat(sent.route()).isEqualTo(COMPLETE);
            assertThat(sent.json().toString()).isEqualTo("{\"org_id\":\"" + ORGANIZATION + "\"}");
        });
        assertThat(book.left("autumn").orElseThrow().orders()).isEqualTo(1);
        server.forget();
        assertThat(order(OrderRequest.completion(id, ORGANIZATION)).id()).isEqualTo(id);
        requireThrown(IntentMismatchException.class, () -> order(OrderRequest.completion(id, "hdl_OTHER")));
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void an_order_that_is_not_in_the_book_is_completed() {
        OrderId id;
        try (CertificateReseller other = Regfish.connect(ScriptedServer.KEY, OrderBooks.inMemory(), server.options())) {
            id = other.order(INTENT, request, Spending.unquoted()).id();
        }
        Order done = order(OrderRequest.completion(id, ORGANIZATION));
        assertThat(done.id()).isEqualTo(id);
        assertThat(done.csr()).isEmpty();
        assertThat(book.requestOf(id).orElseThrow().names()).containsExactly("shop.example.net");
        assertThat(book.requestOf(id).orElseThrow().product()).isEqualTo("SecureSite");
        assertThat(order(OrderRequest.completion(id, ORGANIZATION)).csr()).isEmpty();
        assertThat(server.writes()).hasSize(2);
    }

    @Test
    void missing_fields_of_such_an_order_are_not_needed_to_complete_it() {
        Map<String, RegfishCertificateJson> odd = Map.of(
                "A", held().without("product"),
                "B", held().with("product", " "),
                "C", held().with("common_name", "no host name"));
        odd.forEach((label, shown) -> {
            OrderId id = orderId(label);
            server.on("GET /tls/certificate/" + label, shown.with("id", label).response())
                    .on(
                            "POST /tls/certificate/" + label + "/complete",
                            pending().with("id", label).response());
            assertThat(order(Intent.of(label), OrderRequest.completion(id, ORGANIZATION))
                            .id())
                    .isEqualTo(id);
            assertThat(book.requestOf(id).orElseThrow().product())
                    .isEqualTo(label.equals("C") ? "SecureSite" : "unknown");
        });
        assertThat(server.writes()).hasSize(3);
    }

    @Test
    void a_response_about_another_order_is_unknown() {
        OrderId id = order(request).id();
        server.on(COMPLETE, pending().with("id", "OTHER").response());
        assertThat(requireThrown(OutcomeUnknownException.class, () -> order(OrderRequest.completion(id, ORGANIZATION)))
                        .seenId())
                .isEmpty();
        assertThat(book.unresolved()).hasSize(1);
        assertThat(book.orders(id.target(), "OTHER")).isEmpty();
    }

    @Test
    void a_completion_with_its_own_intent_leaves_the_order_unchanged() {
        OrderId id = order(request).id();
        order(Intent.of("completion"), OrderRequest.completion(id, ORGANIZATION));
        assertThat(order(request).id()).isEqualTo(id);
    }

    @Test
    void an_order_that_needs_no_action_is_not_completed() {
        OrderId id = order(request).id();
        server.on(CERTIFICATE, pending().response());
        requireThrown(
                ConflictException.class, () -> order(OrderRequest.completion(id, ORGANIZATION)), "nothing was sent");
        assertThat(server.writes()).hasSize(1);
    }

    @Test
    void an_invalid_completion_is_refused_before_anything_is_sent() {
        OrderId id = order(request).id();
        server.forget();
        requireThrown(
                UnsupportedException.class,
                () -> reseller.order(INTENT, OrderRequest.completion(id, ORGANIZATION), Spending.upTo("EUR", "1.00")));
        requireThrown(InvalidRequestException.class, () -> order(OrderRequest.completion(id, " ")));
        OrderId live = OrderId.parse(id.toString().replaceFirst(":127[^:]*:", ":live:"));
        requireThrown(IllegalArgumentException.class, () -> order(OrderRequest.completion(live, ORGANIZATION)));
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void an_unknown_completion_is_a_candidate_once_the_order_needs_no_action() {
        OrderId id = order(request).id();
        for (Response odd : new Response[] {refusal(409, "does not wait"), Response.of(200, "{\"success\":true}")}) {
            server.on(COMPLETE, odd);
            Intent intent = Intent.of("completion " + server.writes().size());
            requireThrown(
                    OutcomeUnknownException.class, () -> order(intent, OrderRequest.completion(id, ORGANIZATION)));
        }
        assertThat(book.unresolved()).hasSize(2).allSatisfy(attempt -> {
            server.on(CERTIFICATE, held().response());
            requireNotListed(attempt);
            server.on(CERTIFICATE, pending().response());
            assertThat(candidates(attempt)).containsExactly(id);
        });
    }

    private static RegfishCertificateJson pending() {
        return RegfishCertificateJson.pending("HELD", "SecureSite", "shop.example.net");
    }

    private static RegfishCertificateJson held() {
        return pending().flag("action_required", true).with("pending_reason", "organization_required");
    }
}
