package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deprecated calls behind the same API. */
class RealtimeDeprecatedTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String CREATE = "POST /v2/customers/acme/certificates";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller deprecated = Realtime.deprecated(
            "not-a-real-key",
            ScriptedRealtimeServer.CUSTOMER,
            book,
            "example",
            Map.of("mail", "a@b.nl"),
            server.options());
    private final CertificateReseller current = server.connect(book);
    private final Csr csr = TestClient.key("www.example.com").csr();
    private final OrderRequest request = OrderRequest.builder("ssl_comodo_positive")
            .csr(csr)
            .validity(Validity.years(2))
            .build();

    @AfterEach
    void close() {
        deprecated.close();
        current.close();
        server.close();
    }

    @Test
    void an_order_is_quoted_acknowledged_and_sent_with_provider_and_properties() {
        Order order = deprecated.order(
                INTENT,
                request.toBuilder().contact("contact-1").dcv(DcvMethod.FILE).build(),
                Spending.upTo("EUR", "25.00"));

        assertThat(server.requests).contains(CREATE + "?quote=true", CREATE);
        assertThat(server.bodies.get(server.requests.indexOf(CREATE)))
                .contains("\"product\":\"ssl_comodo_positive\"", "\"period\":2", "\"contact\":\"contact-1\"")
                .contains("\"validationMethod\":\"FILE\"", "\"provider\":\"example\"")
                .contains("\"properties\":{\"mail\":\"a@b.nl\"}", "\"billables\":[{")
                .doesNotContain("dcv");
        server.process(4711, "RUNNING", csr);
        assertThat(current.orders().get(order.id()).csr()).contains(csr);
    }

    @Test
    void a_renewal_goes_to_its_own_deprecated_call() {
        CertificateId source = new CertificateId(
                "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
        Order order = deprecated.order(
                INTENT,
                OrderRequest.renewal(source, "ssl_comodo_positive")
                        .csr(csr)
                        .validity(Validity.years(1))
                        .build(),
                Spending.upTo("EUR", "25.00"));
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(server.requests).contains("POST /v2/customers/acme/certificates/8/renew");
        assertThat(server.bodies.get(server.requests.indexOf("POST /v2/customers/acme/certificates/8/renew")))
                .contains("\"period\":1", "\"validationMethod\":\"DNS\"")
                .doesNotContain("provider");
    }

    @Test
    void an_answer_without_a_process_is_accepted_and_found_in_the_list() {
        server.said = new Said(202, "", Map.of());
        assertThatThrownBy(() -> deprecated.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                    assertThat(e.accepted()).isTrue();
                    assertThat(e.seenId()).isEmpty();
                });
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
    void an_e_mail_needs_its_address_among_the_properties() {
        deprecated.validate(request.toBuilder().dcv(DcvMethod.email("a@b.nl")).build(), Spending.unquoted());
        assertThatThrownBy(() -> deprecated.validate(
                        request.toBuilder().dcv(DcvMethod.email("c@d.nl")).build(), Spending.unquoted()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::field)
                                .containsExactly("dcv.email"));
    }

    @Test
    void one_method_for_all_names_is_sent_in_its_own_word() {
        deprecated.order(
                INTENT, request.toBuilder().dcv(DcvMethod.email("a@b.nl")).build(), Spending.unquoted());
        assertThat(server.bodies.get(server.requests.indexOf(CREATE))).contains("\"validationMethod\":\"EMAIL\"");
        server.said = Said.process(4712);
        deprecated.order(
                Intent.of("by name"),
                request.toBuilder()
                        .csr(TestClient.key("shop.example.com").csr())
                        .dcv("shop.example.com", DcvMethod.FILE)
                        .build(),
                Spending.unquoted());
        assertThat(server.bodies.get(server.requests.lastIndexOf(CREATE))).contains("\"validationMethod\":\"FILE\"");
        OrderRequest two = request.toBuilder()
                .csr(TestClient.key("a.example.com", "b.example.com").csr())
                .build();
        assertThatThrownBy(() -> deprecated.validate(
                        two.toBuilder().dcv("b.example.com", DcvMethod.FILE).build(), Spending.unquoted()))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void names_and_addresses_have_the_form_that_the_contract_says_and_the_call_is_told() {
        OrderRequest odd =
                request.toBuilder().csr(TestClient.key("example.4you").csr()).build();
        assertThatThrownBy(() -> deprecated.validate(odd, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("example.4you");
        assertThatThrownBy(() -> deprecated.order(INTENT, request, Spending.upTo("EUR", "24.99")))
                .isInstanceOfSatisfying(
                        SpendingLimitExceededException.class,
                        e -> assertThat(e.origin().operationId()).isEqualTo("createCertificate"));
    }

    @Test
    void what_the_deprecated_calls_do_not_take_is_refused_before_any_byte() {
        OrderRequest wrong = OrderRequest.builder("x".repeat(101))
                .csr(csr)
                .validity(Validity.months(12))
                .contact("a b")
                .build();
        assertThatThrownBy(() -> deprecated.order(INTENT, wrong, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::field)
                                .containsExactly("validity", "product", "contact"));
        CertificateId source = new CertificateId(
                "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest renewal = OrderRequest.renewal(source, "ssl_comodo_ev")
                .csr(csr)
                .validity(Validity.years(1))
                .contact("contact-1")
                .build();
        OrderRequest reissue =
                OrderRequest.reissue(source).csr(csr).oldMayBeRevoked().build();
        for (OrderRequest unsupported :
                List.of(request.toBuilder().language("EN").build(), renewal, reissue)) {
            assertThatThrownBy(() -> deprecated.validate(unsupported, Spending.unquoted()))
                    .isInstanceOf(UnsupportedException.class);
        }
        assertThat(deprecated.supports(Capability.REISSUE)).isFalse();
        assertThat(deprecated.supports(Capability.CONTACT)).isTrue();
        assertThat(server.requests).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Realtime.deprecated(
                        "not-a-real-key", ScriptedRealtimeServer.CUSTOMER, book, " ", Map.of(), server.options()));
    }

    @Test
    void an_order_placed_the_old_way_at_the_stub_is_issued_and_its_id_works_the_new_way() {
        try (TestClient shopper = TestClient.at("realtime")) {
            ConnectOptions options = ConnectOptions.builder()
                    .uri(shopper.stub().uri())
                    .time(shopper.time(), shopper.time())
                    .build();
            try (CertificateReseller old = Realtime.deprecated(
                    shopper.stub().apiKey(),
                    RealtimeStub.CUSTOMER,
                    OrderBooks.inMemory(),
                    "example",
                    Map.of(),
                    options)) {
                assertThat(old.products())
                        .extracting(product -> product.id())
                        .hasSize(5)
                        .allMatch(id -> id.startsWith("ssl_comodo_"));
                Order order = old.order(INTENT, request, Spending.upTo("EUR", "50.00"));
                old.orders().await(order.id(), TestClient.PATIENCE, new RecordingPublisher());
                assertThat(shopper.reseller().orders().download(order.id()).names())
                        .contains("www.example.com");
                assertThat(shopper.stub().ledger().entries())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.operationId()).isEqualTo("createCertificate"));
            }
        }
    }
}
