package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.FullStack;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Near the end of the stack, each call of the neutral API refuses before anything else happens. */
class FullStackTest extends WireTest {

    /** Returns each call with the name that its refusal states. */
    private static Map<Runnable, String> calls(
            CertificateReseller reseller,
            OrderRequest request,
            OrderId id,
            CertificateId certificate,
            Attempt attempt) {
        Map<Runnable, String> calls = new LinkedHashMap<>();
        calls.put(reseller::products, "products");
        calls.put(() -> reseller.quote(request), "quote");
        calls.put(() -> reseller.validate(request, Spending.unquoted()), "validate");
        calls.put(() -> reseller.order(INTENT, request, Spending.unquoted()), "order");
        calls.put(() -> reseller.orderAll(Map.of(), Spending.unquoted(), BulkOptions.defaults()), "orderAll");
        calls.put(() -> reseller.orders().get(id), "get");
        calls.put(() -> reseller.orders().list().close(), "list");
        calls.put(() -> reseller.orders().unclaimed().close(), "unclaimed");
        calls.put(() -> reseller.orders().await(id, Duration.ZERO, DnsPublisher.none()), "await");
        calls.put(
                () -> reseller.orders().awaitAll(List.of(), Duration.ZERO, DnsPublisher.none(), new EndedOrders()),
                "awaitAll");
        calls.put(() -> reseller.orders().download(id), "download");
        calls.put(() -> reseller.orders().cancel(id), "cancel");
        calls.put(() -> reseller.orders().reconcile(attempt), "reconcile");
        calls.put(() -> reseller.certificates().get(certificate), "getCertificate");
        calls.put(() -> reseller.certificates().list().close(), "certificates");
        calls.put(() -> reseller.certificates().revoke(certificate, "0a", RevocationReason.SUPERSEDED), "revoke");
        calls.put(() -> reseller.certificates().expiringBefore(Instant.MAX).close(), "certificates");
        return calls;
    }

    @Test
    void a_generated_client_refuses_by_the_operation() throws Exception {
        GeneratedClient session = client("regfish", always(ProxyStep.json(400, "{}")));
        assertThat(FullStack.refusals(session::read))
                .first()
                .asString()
                .startsWith("regfish ")
                .contains(FullStack.REFUSAL);
    }

    @ParameterizedTest
    @EnumSource(TestProvider.class)
    void each_call_refuses_before_it_does_anything_else(TestProvider provider) throws Exception {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        FaultProxy server =
                open(FaultProxy.scripted(request -> request.isWrite() ? provider.accepts() : FaultProxy.EMPTY_LISTING));
        CertificateReseller reseller = connect(provider, book, server);
        OrderId id = provider.place(reseller).id();
        CertificateId certificate = new CertificateId(id.provider(), id.environment(), id.account(), provider.id());
        Attempt attempt = book.attempts(INTENT).get(0);

        var calls = calls(reseller, provider.order("www.example.com"), id, certificate, attempt);
        for (Map.Entry<Runnable, String> call : calls.entrySet()) {
            String refused = id.provider() + " " + call.getValue() + ": nothing was sent: " + FullStack.REFUSAL;
            // With a little more stack, the transport may be what refuses the requests of the call.
            assertThat(FullStack.refusals(call.getKey()))
                    .as(call.getValue())
                    .first()
                    .asString()
                    .startsWith(refused);
        }
    }
}
