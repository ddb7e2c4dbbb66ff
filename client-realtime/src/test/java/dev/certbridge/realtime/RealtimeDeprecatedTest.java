package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.client.fixture.Failures.requireViolations;
import static dev.certbridge.realtime.ScriptedRealtimeServer.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deprecated create and renew calls behind the same API. */
class RealtimeDeprecatedTest extends ScriptedRealtimeTest {

    private static final String CREATE = "POST /v2/customers/acme/certificates";
    private static final String RENEW = CREATE + "/8/renew";

    private final CertificateReseller deprecated = Realtime.deprecated(
            ScriptedRealtimeServer.KEY,
            ScriptedRealtimeServer.CUSTOMER,
            book,
            "example",
            Map.of("mail", "a@b.nl"),
            server.options());
    private final OrderRequest request = OrderRequest.builder("ssl_comodo_positive")
            .csr(csr)
            .validity(Validity.years(2))
            .build();

    @AfterEach
    void closeDeprecated() {
        deprecated.close();
    }

    @Test
    void an_order_is_quoted_acknowledged_and_sent_with_provider_and_properties() {
        Order order = deprecated.order(
                INTENT,
                request.toBuilder().contact("contact-1").dcv(DcvMethod.FILE).build(),
                LIMIT);

        assertThat(server.lines()).contains(CREATE + "?quote=true", CREATE);
        assertThat(server.body(CREATE))
                .contains("\"product\":\"ssl_comodo_positive\"", "\"period\":2", "\"contact\":\"contact-1\"")
                .contains("\"validationMethod\":\"FILE\"", "\"provider\":\"example\"")
                .contains("\"properties\":{\"mail\":\"a@b.nl\"}", "\"billables\":[{")
                .doesNotContain("dcv");
        server.process(4711, "RUNNING", csr);
        assertThat(reseller.orders().get(order.id()).csr()).contains(csr);
    }

    @Test
    void a_renewal_uses_its_own_deprecated_call() {

        Order order = deprecated.order(INTENT, deprecatedRenewal(csr), LIMIT);
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(server.lines()).contains(RENEW);
        assertThat(server.body(RENEW))
                .contains("\"period\":1", "\"validationMethod\":\"DNS\"")
                .doesNotContain("provider");
    }

    @Test
    void an_answer_without_a_process_is_accepted_and_found_in_the_list() {
        server.orderResponse = Response.of(202, "");
        OutcomeUnknownException unknown = requireThrown(
                OutcomeUnknownException.class, () -> deprecated.order(INTENT, request, Spending.unquoted()));
        assertThat(unknown.accepted()).isTrue();
        assertThat(unknown.seenId()).isEmpty();
        server.process(20, "RUNNING", csr).put("action", "create");
        Attempt attempt = book.unresolved().get(0);
        assertThat(deprecated.orders().reconcile(attempt)).isInstanceOfSatisfying(Placed.class, placed -> {
            book.settle(attempt, placed);
            assertThat(placed.id().providerId()).isEqualTo("20");
        });
        assertThat(deprecated.order(INTENT, request, Spending.unquoted()).id().providerId())
                .isEqualTo("20");
        assertThat(server.count(CREATE)).isEqualTo(1);
    }

    @Test
    void validation_by_email_needs_its_address_among_the_properties() {
        deprecated.validate(request.toBuilder().dcv(DcvMethod.email("a@b.nl")).build(), Spending.unquoted());
        requireViolations(
                () -> deprecated.validate(
                        request.toBuilder().dcv(DcvMethod.email("c@d.nl")).build(), Spending.unquoted()),
                "dcv.email");
    }

    @Test
    void one_validation_method_is_sent_for_all_names() {
        deprecated.order(
                INTENT, request.toBuilder().dcv(DcvMethod.email("a@b.nl")).build(), Spending.unquoted());
        assertThat(server.body(CREATE)).contains("\"validationMethod\":\"EMAIL\"");
        server.orderResponse = accepted(4712);
        deprecated.order(
                Intent.of("by name"),
                request.toBuilder()
                        .csr(csr("shop.example.com"))
                        .dcv("shop.example.com", DcvMethod.FILE)
                        .build(),
                Spending.unquoted());
        assertThat(server.writes().get(1).body()).contains("\"validationMethod\":\"FILE\"");
        OrderRequest two =
                request.toBuilder().csr(csr("a.example.com", "b.example.com")).build();
        requireThrown(
                UnsupportedException.class,
                () -> deprecated.validate(
                        two.toBuilder().dcv("b.example.com", DcvMethod.FILE).build(), Spending.unquoted()));
    }

    @Test
    void a_name_outside_the_contract_is_refused_and_a_failure_names_the_deprecated_call() {
        OrderRequest odd = request.toBuilder().csr(csr("example.4you")).build();
        requireThrown(
                InvalidRequestException.class, () -> deprecated.validate(odd, Spending.unquoted()), "example.4you");
        assertThat(requireThrown(
                                SpendingLimitExceededException.class,
                                () -> deprecated.order(INTENT, request, Spending.upTo("EUR", "24.99")))
                        .origin()
                        .operationId())
                .isEqualTo("createCertificate");
    }

    @Test
    void what_the_deprecated_calls_do_not_support_is_refused_before_anything_is_sent() {
        OrderRequest wrong = OrderRequest.builder("x".repeat(101))
                .csr(csr)
                .validity(Validity.months(12))
                .contact("a b")
                .build();
        requireViolations(() -> deprecated.order(INTENT, wrong, Spending.unquoted()), "validity", "product", "contact");

        OrderRequest renewal = OrderRequest.renewal(certificateId("8"), "ssl_comodo_ev")
                .csr(csr)
                .validity(Validity.years(1))
                .contact("contact-1")
                .build();

        for (OrderRequest unsupported :
                List.of(request.toBuilder().language("EN").build(), renewal, reissue(csr))) {
            requireThrown(UnsupportedException.class, () -> deprecated.validate(unsupported, Spending.unquoted()));
        }
        assertThat(deprecated.supports(Capability.REISSUE)).isFalse();
        assertThat(deprecated.supports(Capability.CONTACT)).isTrue();
        assertThat(server.lines()).isEmpty();
        requireThrown(
                IllegalArgumentException.class,
                () -> Realtime.deprecated(
                        ScriptedRealtimeServer.KEY,
                        ScriptedRealtimeServer.CUSTOMER,
                        book,
                        " ",
                        Map.of(),
                        server.options()));
    }

    @Test
    void a_response_with_a_known_id_needs_no_body() {
        requirePlacedWithoutBody(reseller, INTENT, request(csr), "");
        OrderRequest years = request.toBuilder()
                .csr(csr("shop.example.com"))
                .validity(Validity.years(1))
                .build();
        requirePlacedWithoutBody(deprecated, Intent.of("created"), years, " \r\n");
        requirePlacedWithoutBody(deprecated, Intent.of("renewed"), deprecatedRenewal(csr("a.example.com")), " \r\n");
    }

    private void requirePlacedWithoutBody(CertificateReseller at, Intent intent, OrderRequest asked, String body) {
        String id = Integer.toString(4711 + server.writes().size());
        server.orderResponse = new Response(202, body, Map.of("x-process-id", id));
        Order order = at.order(intent, asked, Spending.unquoted());
        assertThat(order.id().providerId()).isEqualTo(id);
        assertThat(order.validations()).isEmpty();
    }

    private OrderRequest deprecatedRenewal(Csr csr) {
        return OrderRequest.renewal(certificateId("8"), "ssl_comodo_positive")
                .csr(csr)
                .validity(Validity.years(1))
                .build();
    }
}
