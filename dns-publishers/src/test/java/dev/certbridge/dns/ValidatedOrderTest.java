package dev.certbridge.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Orders at both stubs whose records are published at a real Knot. Skipped where Knot is not installed. */
class ValidatedOrderTest {

    private static final String NAME = "shop.example.com";

    @TempDir
    Path folder;

    private final Set<DnsRecord> published = new LinkedHashSet<>();
    private final Set<DnsRecord> answered = new LinkedHashSet<>();
    private RealDnsServer dns;

    @BeforeEach
    void start() throws Exception {
        dns = RealDnsServer.knot(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (dns != null) {
            dns.stop();
        }
    }

    @Test
    void the_records_of_an_order_at_regfish_are_answered_until_it_is_issued() throws Exception {
        try (RegfishStub stub = RegfishStub.start()) {
            order(stub, OrderRequest.builder("RapidSSL").validity(Validity.days(199)), Spending.unquoted());
        }
    }

    @Test
    void the_records_of_an_order_at_realtime_register_are_answered_until_it_is_issued() throws Exception {
        try (RealtimeStub stub = RealtimeStub.start()) {
            order(
                    stub,
                    OrderRequest.builder("ssl_example_dv").validity(Validity.months(12)),
                    Spending.upTo("EUR", "25.00"));
        }
    }

    private void order(StubReseller stub, OrderRequest.Builder request, Spending spending) throws Exception {
        KeyAndCsr key = KeyAndCsr.ecP256(NAME);
        DnsUpdatePublisher publisher = dns.publisher().build();
        DnsPublisher recording = record -> {
            published.add(record);
            return publisher.publish(record);
        };
        ConnectOptions options = ConnectOptions.builder()
                .time(Clock.systemUTC(), pause -> askForAll())
                .build();
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = StubClients.connect(stub, book, options)) {
            Order order = reseller.order(
                    Intent.of("shop/first"),
                    request.csr(key.csr()).dcv(DcvMethod.DNS).build(),
                    spending);
            IssuedCertificate issued = reseller.orders().await(order.id(), Duration.ofHours(1), recording);
            issued.requireFor(key.csr(), List.of(NAME));
        }
        assertThat(published).isNotEmpty();
        assertThat(answered).isEqualTo(published);
        for (DnsRecord record : published) {
            assertThat(dns.ask(record.name(), Type.value(record.type()))).isEmpty();
        }
        System.out.println(stub.name() + ": issued, with " + published + " answered by Knot until then");
    }

    /** Asks the server for all published records, in place of a pause between two polls. */
    private void askForAll() {
        for (DnsRecord record : published) {
            try {
                for (String value : dns.ask(record.name(), Type.value(record.type()))) {
                    String plain = value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
                    answered.add(new DnsRecord(record.name(), record.type(), plain, false));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
