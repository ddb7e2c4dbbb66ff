package dev.certbridge.conformance.realtime;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.RealtimeProvider;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Map;
import java.util.Set;

/** The client of Realtime Register, as the kit tests it. */
public final class RealtimeClientUnderTest implements ClientUnderTest {

    private final ResellerProvider provider = new RealtimeProvider();

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public ResellerProvider provider() {
        return provider;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return provider.connect(apiKey, RealtimeStub.CUSTOMER, book, options);
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return RealtimeClient.connect(apiKey, options);
    }

    @Override
    public OrderRequest request(KeyAndCsr key) {
        return OrderRequest.builder(provider.defaultProduct(key.csr().names()))
                .csr(key.csr())
                .validity(provider.defaultValidity())
                .build();
    }

    @Override
    public Operations operations() {
        return new Operations("requestCertificate", "getProcess", "listProcesses", "downloadCertificate");
    }

    @Override
    public boolean calls(String operationId) {
        return !RealtimeDeprecatedClientUnderTest.OPERATIONS.contains(operationId);
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return Set.of(401, 403, 404, 429);
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return new RealtimeStubOperator((RealtimeStub) stub);
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.of(
                "C5",
                "the DNS of Realtime Register is no part of the contract, and its client publishes no records",
                "A12",
                "Realtime Register documents no conflict for a download; a certificate that is listed is there");
    }
}
