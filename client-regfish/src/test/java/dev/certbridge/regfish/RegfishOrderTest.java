package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.Issuance;
import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What regfish alone does: answers at once, lags behind itself, and holds back what lacks an organization. */
class RegfishOrderTest {

    private static final StubOptions USUAL = StubOptions.defaults();

    private final RecordingPublisher dns = new RecordingPublisher();

    @Test
    void two_names_are_one_order_with_a_record_each() throws Exception {
        try (TestClient shopper = TestClient.at("regfish")) {
            Issuance.requireIssued(shopper, TestClient.key("www.example.com", "shop.example.com"));
            assertThat(shopper.stub().ledger().entries().get(0).names())
                    .containsExactly("www.example.com", "shop.example.com");
        }
    }

    @Test
    void the_answer_to_the_order_holds_the_records_to_publish() {
        try (TestClient shopper = TestClient.at("regfish")) {
            Order order = shopper.order("two", shopper.request(TestClient.key("www.example.com", "example.com")));

            assertThat(order.status()).isEqualTo("pending");
            assertThat(order.validations())
                    .extracting(record -> ((DnsRecord) record).name())
                    .containsExactly("_dnsauth.www.example.com", "_dnsauth.example.com");
            assertThat(shopper.stub().ledger().charged()).containsOnly(Map.entry("EUR", 1490L));
        }
    }

    @Test
    void a_download_that_comes_too_early_is_waited_for() {
        try (TestClient shopper = TestClient.at("regfish", USUAL.downloadLag(3))) {
            var id = shopper.order("www.example.com").id();
            assertThat(shopper.await(id, dns).names()).contains("www.example.com");
            assertThat(shopper.stub().journal().received("downloadCertificate")).isEqualTo(4);
            assertThat(dns.removed()).hasSize(1);
        }
    }

    @Test
    void a_download_asked_for_by_itself_is_told_that_it_is_not_ready() {
        try (TestClient shopper = TestClient.at("regfish")) {
            var id = shopper.order("www.example.com").id();
            assertThatThrownBy(() -> shopper.reseller().orders().download(id))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            early -> assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY));
        }
    }

    @Test
    void an_order_without_its_organization_asks_for_a_person_and_goes_on_afterwards() {
        try (TestClient shopper = TestClient.at("regfish")) {
            OrderRequest ov = OrderRequest.builder("SecureSite")
                    .csr(TestClient.key("shop.example.net").csr())
                    .validity(Validity.days(199))
                    .build();
            Order order = shopper.order("ov", ov);
            assertThat(order.state()).isEqualTo(Order.State.ACTION_REQUIRED);

            assertThatThrownBy(() -> shopper.await(order.id(), dns))
                    .isInstanceOfSatisfying(ActionRequiredException.class, held -> {
                        assertThat(held.url())
                                .hasValueSatisfying(url -> assertThat(url.toString())
                                        .contains(order.id().providerId()));
                        assertThat(held.waitingFor()).containsIgnoringCase("organization");
                        assertThat(held.order().id()).isEqualTo(order.id());
                    })
                    .hasMessageContaining(order.id().toString());
            assertThat(shopper.time().seconds()).isEmpty();
            assertThat(shopper.stub().ledger().charged()).isEmpty();

            ((RegfishStub) shopper.stub()).completeInConsole(order.id().providerId());
            IssuedCertificate issued = shopper.await(order.id(), dns);
            assertThat(issued.names()).contains("shop.example.net");
            assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void an_order_that_was_cancelled_ends_the_wait_and_takes_the_records_back() {
        try (TestClient shopper = TestClient.at("regfish", USUAL.looksUntilIssued(1000))) {
            var id = shopper.order("www.example.com").id();
            shopper.stub().answer("getCertificate", CannedFailure.altered(reply -> reply));
            shopper.stub()
                    .answer("getCertificate", CannedFailure.altered(reply -> said(reply, "pending", "cancelled")));

            assertThatThrownBy(() -> shopper.await(id, dns))
                    .isInstanceOfSatisfying(
                            OrderEndedException.class,
                            ended -> assertThat(ended.status()).isEqualTo("cancelled"))
                    .hasMessageContaining(id.toString());
            assertThat(dns.removed()).isEqualTo(dns.published()).hasSize(1);
        }
    }

    @Test
    void an_accepted_order_with_an_odd_body_is_unknown_but_its_id_is_not() {
        try (TestClient shopper = TestClient.at("regfish")) {
            shopper.stub().answer("createCertificate", CannedFailure.altered(reply -> said(reply, "true,", "false,")));

            assertThatThrownBy(() -> shopper.order("www.example.com"))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            odd -> assertThat(odd.seenId())
                                    .hasValueSatisfying(id -> assertThat(id.providerId())
                                            .isEqualTo(shopper.stub()
                                                    .ledger()
                                                    .entries()
                                                    .get(0)
                                                    .orderId())));
            assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
        }
    }

    @Test
    void regfish_is_asked_every_thirty_seconds() {
        try (TestClient shopper = TestClient.at("regfish", USUAL.looksUntilIssued(5))) {
            shopper.await(shopper.order("www.example.com").id(), dns);
            assertThat(shopper.time().seconds()).containsExactly(30L, 30L, 30L, 30L);
        }
    }

    @Test
    void the_pace_is_the_callers_to_choose() {
        Polling pace = new Polling(Duration.ofSeconds(3), Duration.ofSeconds(10));
        try (TestClient shopper = TestClient.at(
                "regfish",
                USUAL.looksUntilIssued(5),
                options -> options.toBuilder().polling(pace).build())) {
            shopper.await(shopper.order("www.example.com").id(), dns);
            assertThat(shopper.time().seconds()).containsExactly(3L, 6L, 10L, 10L);
        }
    }

    private static Reply said(Reply reply, String from, String to) {
        String text = new String(reply.body(), StandardCharsets.UTF_8);
        return new Reply(
                reply.status(), reply.headers(), text.replaceFirst(from, to).getBytes(StandardCharsets.UTF_8));
    }
}
