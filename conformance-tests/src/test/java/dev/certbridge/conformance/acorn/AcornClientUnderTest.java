package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.conformance.acorn.client.Acorn;
import dev.certbridge.conformance.acorn.client.AcornClient;
import dev.certbridge.conformance.acorn.client.AcornProvider;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Map;
import java.util.Set;

/** Acorn's client, as the kit tries it. */
public final class AcornClientUnderTest implements ClientUnderTest {

    private static final String PRICE_IS_READ =
            "acorn tells prices in its catalog; that is a plain read, which cannot order";
    private static final String NO_REISSUE = "acorn reissues nothing";

    private final ResellerProvider provider = new AcornProvider();

    @Override
    public String name() {
        return Acorn.NAME;
    }

    @Override
    public ResellerProvider provider() {
        return provider;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return provider.connect(apiKey, ResellerProvider.NO_ACCOUNT, book, options);
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return AcornClient.connect(apiKey, options);
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
        return new Operations("createOrder", "getOrder", "listOrders", "downloadCertificate");
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return Set.of(401, 403, 429);
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return new AcornStubOperator((AcornStub) stub);
    }

    @Override
    public Map<String, String> optOuts() {
        return Map.ofEntries(
                Map.entry("C5", "acorn hosts no zones"),
                Map.entry("E8", "acorn asks nobody to acknowledge a charge"),
                Map.entry("M17", PRICE_IS_READ),
                Map.entry("M18", PRICE_IS_READ),
                Map.entry("M19", "acorn revokes nothing"),
                Map.entry("M20", "acorn cancels nothing"),
                Map.entry("M21", NO_REISSUE),
                Map.entry("M22", "acorn renews nothing; a new order is the renewal"),
                Map.entry("A6", "acorn knows no state of doubt"),
                Map.entry("A13", NO_REISSUE),
                Map.entry("A14", "acorn sells nothing that a person has to act on"),
                Map.entry("A15", "the one listing of acorn has no filters"));
    }
}
