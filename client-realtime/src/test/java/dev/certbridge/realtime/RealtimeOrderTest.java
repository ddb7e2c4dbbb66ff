package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.fixture.Trust;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Realtime Register alone does: quotes, processes, and certificates that come of them. */
class RealtimeOrderTest {

    private final RecordingPublisher dns = new RecordingPublisher();

    @Test
    void a_quote_is_shown_an_order_started_and_its_process_followed_to_the_end() throws Exception {
        try (TestClient shopper = TestClient.at("realtime")) {
            KeyAndCsr key = TestClient.key("www.example.com");
            OrderRequest request = shopper.request(key);
            Quote quote = shopper.reseller().quote(request);
            assertThat(quote.total()).contains(Money.of("EUR", "25.00"));
            assertThat(shopper.stub().ledger().orders()).isZero();

            Order order = shopper.reseller().order(Intent.of("1"), request, Spending.acknowledging(quote));
            assertThat(order.status()).isEqualTo("NEW");
            assertThat(order.id().providerId()).matches("[0-9]+");
            assertThat(order.id().account()).isEqualTo(RealtimeStub.CUSTOMER);
            List<String> words = new ArrayList<>();
            IssuedCertificate issued = shopper.reseller()
                    .orders()
                    .await(order.id(), TestClient.PATIENCE, dns, look -> words.add(look.status()));

            assertThat(words).endsWith("COMPLETED").doesNotHaveDuplicates();
            Trust.requireVerifies(issued, shopper.stub().authority().root());
            assertThat(issued.names()).containsExactly("www.example.com", "example.com");
            assertThat(shopper.reseller().orders().get(order.id()).charged()).contains(Money.of("EUR", "25.00"));
            assertThat(shopper.stub().ledger().entries()).singleElement().satisfies(entry -> {
                assertThat(entry.acknowledged()).isTrue();
                assertThat(entry.cents()).isEqualTo(2500);
            });
        }
    }

    @Test
    void two_names_are_one_order_whose_extra_name_is_acknowledged() throws Exception {
        try (TestClient shopper = TestClient.at("realtime")) {
            KeyAndCsr key = TestClient.key("www.example.com", "shop.example.com");
            Order order = shopper.reseller()
                    .order(Intent.of("1"), shopper.request(key), Spending.upTo(Money.of("EUR", "55.00")));
            IssuedCertificate issued = shopper.await(order.id(), dns);

            Trust.requireVerifies(issued, shopper.stub().authority().root());
            assertThat(issued.names()).containsExactly("www.example.com", "shop.example.com");
            assertThat(dns.published()).hasSize(2).isEqualTo(dns.removed());
            assertThat(shopper.stub().ledger().entries()).singleElement().satisfies(entry -> {
                assertThat(entry.product()).isEqualTo("ssl_example_multi");
                assertThat(entry.cents()).isEqualTo(5500);
            });
        }
    }

    @Test
    void a_process_is_never_taken_for_the_certificate_with_its_number() {
        try (TestClient shopper = TestClient.at("realtime")) {
            List<OrderId> ids = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(shopper.order("shop" + i + ".example.com").id());
            }
            for (int i = 11; i >= 0; i--) {
                String name = "shop" + i + ".example.com";
                assertThat(shopper.await(ids.get(i), dns).names()).contains(name);
            }
        }
    }

    @Test
    void a_download_before_the_process_completed_is_told_that_it_is_not_ready() {
        try (TestClient shopper = TestClient.at("realtime")) {
            OrderId id = shopper.order("www.example.com").id();
            assertThatThrownBy(() -> shopper.reseller().orders().download(id))
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            early -> assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY));
        }
    }

    @Test
    void a_certificate_that_is_listed_late_is_waited_for() {
        try (TestClient shopper = TestClient.at("realtime")) {
            OrderId id = shopper.order("www.example.com").id();
            String none = "{\"entities\":[],\"pagination\":{\"limit\":100,\"offset\":0,\"total\":0}}";
            shopper.stub()
                    .answer("listCertificates", CannedFailure.altered(reply -> body(reply, none)))
                    .answer("listCertificates", CannedFailure.altered(reply -> body(reply, none)));
            assertThat(shopper.await(id, dns).names()).contains("www.example.com");
        }
    }

    @Test
    void a_process_that_failed_ends_the_wait_and_takes_the_records_back() {
        try (TestClient shopper =
                TestClient.at("realtime", StubOptions.defaults().looksUntilIssued(1000))) {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub()
                    .answer("getProcess", CannedFailure.altered(reply -> reply))
                    .answer("getProcess", CannedFailure.altered(RealtimeOrderTest::failed));

            assertThatThrownBy(() -> shopper.await(id, dns))
                    .isInstanceOfSatisfying(OrderEndedException.class, ended -> {
                        assertThat(ended.status()).isEqualTo("FAILED");
                        assertThat(ended.charged()).contains(Money.of("EUR", "25.00"));
                        assertThat(ended.refunded()).contains(Money.of("EUR", "25.00"));
                    });
            assertThat(dns.removed()).isEqualTo(dns.published()).hasSize(1);
        }
    }

    @Test
    void a_file_can_prove_control_instead() {
        try (TestClient shopper = TestClient.at("realtime")) {
            OrderRequest request = shopper.request(TestClient.key("www.example.com")).toBuilder()
                    .dcv(DcvMethod.FILE)
                    .build();
            Order order = shopper.order("file", request);
            assertThat(order.validations())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            HttpFile.class,
                            file -> assertThat(file.location())
                                    .startsWith("www.example.com/.well-known/pki-validation/"));
            shopper.await(order.id(), dns);
            assertThat(dns.published()).isEmpty();
        }
    }

    @Test
    void realtime_is_asked_at_a_growing_pace() {
        try (TestClient shopper =
                TestClient.at("realtime", StubOptions.defaults().looksUntilIssued(8))) {
            shopper.await(shopper.order("www.example.com").id(), dns);
            assertThat(shopper.time().seconds()).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        }
    }

    @Test
    void the_pace_is_the_callers_to_choose() {
        Polling pace = new Polling(Duration.ofSeconds(5), Duration.ofSeconds(7));
        try (TestClient shopper = TestClient.at(
                "realtime",
                StubOptions.defaults().looksUntilIssued(4),
                options -> options.toBuilder().polling(pace).build())) {
            shopper.await(shopper.order("www.example.com").id(), dns);
            assertThat(shopper.time().seconds()).containsExactly(5L, 7L, 7L);
        }
    }

    private static Reply failed(Reply reply) {
        String text = new String(reply.body(), StandardCharsets.UTF_8)
                .replaceFirst("\"status\":\"[A-Z]+\"", "\"status\":\"FAILED\",\"refund\":{\"EUR\":2500}");
        return body(reply, text);
    }

    private static Reply body(Reply reply, String text) {
        return new Reply(reply.status(), reply.headers(), text.getBytes(StandardCharsets.UTF_8));
    }
}
