package dev.certbridge.conformance.run;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Map;
import java.util.Set;

/** regfish with other opt-outs. */
record OptingOut(Map<String, String> optOuts) implements ClientUnderTest {

    private static final ClientUnderTest REGFISH = new RegfishClientUnderTest();

    @Override
    public String name() {
        return REGFISH.name();
    }

    @Override
    public ResellerProvider provider() {
        return REGFISH.provider();
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return REGFISH.connect(apiKey, book, options);
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return REGFISH.generated(apiKey, options);
    }

    @Override
    public OrderRequest request(KeyAndCsr key) {
        return REGFISH.request(key);
    }

    @Override
    public Operations operations() {
        return REGFISH.operations();
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return REGFISH.refusalsWithoutBody();
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return REGFISH.operator(stub);
    }
}
