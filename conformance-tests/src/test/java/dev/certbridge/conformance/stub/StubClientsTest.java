package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.junit.StubExtension;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that are connected to stubs of their resellers in one call, in real time. */
@ParameterizedClass
@MethodSource("dev.certbridge.conformance.fixture.TestClient#resellers")
class StubClientsTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NAME = "www.example.com";

    @Parameter
    String name;

    private final OrderBook book = OrderBooks.inMemory();
    private final RecordingPublisher dns = new RecordingPublisher();
    private StubReseller stub;

    @BeforeEach
    void start() {
        stub = StubProvider.named(name).start(StubOptions.defaults());
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void fifty_orders_are_awaited_with_the_usual_options() {
        List<OrderId> issued = new ArrayList<>();
        AwaitListener listener = new AwaitListener() {
            @Override
            public void issued(OrderId id, IssuedCertificate certificate) {
                issued.add(id);
            }

            @Override
            public void ended(OrderId id, ResellerException why) {
                throw why;
            }
        };
        try (CertificateReseller reseller = StubClients.connect(stub, book)) {
            List<OrderId> ids = IntStream.rangeClosed(1, 50)
                    .mapToObj(i -> order(reseller, "n" + i + ".example.com"))
                    .toList();
            assertThat(reseller.orders().awaitAll(ids, LIMIT, dns, listener)).isEmpty();
            assertThat(issued).containsExactlyInAnyOrderElementsOf(ids);
        }
        assertThat(stub.ledger().orders()).isEqualTo(50);
    }

    @Test
    void options_replace_the_fast_polling_and_never_the_address() {
        List<Duration> pauses = new ArrayList<>();
        ConnectOptions.Builder options = ConnectOptions.builder()
                .uri(URI.create("http://127.0.0.1:1"))
                .random(() -> Long.MIN_VALUE)
                .time(Clock.systemUTC(), pauses::add);
        try (CertificateReseller reseller = StubClients.connect(stub, book, options.build())) {
            reseller.orders().await(order(reseller, NAME), LIMIT, dns);
        }
        Duration other = Duration.ofMillis(3);
        ConnectOptions slower = options.polling(new Polling(other, other)).build();
        try (CertificateReseller reseller = StubClients.connect(stub, book, slower)) {
            reseller.orders().await(order(reseller, "shop.example.com"), LIMIT, dns);
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(50), other, other);
    }

    @Test
    void a_certificate_expires_when_the_clock_of_the_stub_is_moved() {
        try (CertificateReseller reseller = StubClients.connect(stub, book)) {
            stub.advanceClock(Duration.ofDays(30));
            reseller.orders().await(order(reseller, NAME), LIMIT, dns);
            Instant soon = stub.clock().instant().plus(Duration.ofDays(30));
            assertThat(reseller.certificates().expiringBefore(soon)).isEmpty();
            assertThat(reseller.certificates().list())
                    .extracting(Certificate::status)
                    .doesNotContain("expired", "EXPIRED");

            stub.advanceClock(Duration.ofDays(400));
            assertThat(reseller.certificates().list())
                    .extracting(Certificate::status)
                    .allMatch("expired"::equalsIgnoreCase)
                    .hasSize(1);
        }
    }

    @Test
    void the_extension_connects_to_its_stub_of_this_test() {
        StubExtension<?> extension = StubExtension.of(name);
        extension.beforeEach(null);
        try (CertificateReseller reseller = extension.connect(book);
                CertificateReseller other = extension.connect(
                        book, ConnectOptions.builder().account("shop").build())) {
            OrderId id = order(reseller, NAME);
            assertThat(extension.get().ledger().orders()).isEqualTo(1);
            assertThat(other.name()).isEqualTo(name);
            assertThat(id.target()).contains(StubProvider.named(name).account().orElse(ResellerProvider.NO_ACCOUNT));
        }
        extension.afterEach(null);
        extension.afterAll(null);
    }

    private OrderId order(CertificateReseller reseller, String host) {
        ResellerProvider provider = ResellerProvider.named(name);
        OrderRequest request = OrderRequest.builder(provider.defaultProduct(List.of(host)))
                .csr(TestClient.key(host).csr())
                .validity(provider.defaultValidity())
                .build();
        return reseller.order(Intent.of(host), request, Spending.unquoted()).id();
    }
}
