package dev.certbridge.conformance;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A client under test that behaves like another client under test, except for the methods that a subclass overrides. A
 * client that wraps a client of certbridge overrides {@link #name} and {@link #connect}.
 */
public abstract class DelegatingClientUnderTest implements ClientUnderTest {

    private final ClientUnderTest delegate;

    /** Creates a client under test that behaves like the given client under test. */
    protected DelegatingClientUnderTest(ClientUnderTest delegate) {
        this.delegate = delegate;
    }

    @Override
    public abstract String name();

    @Override
    public ResellerProvider provider() {
        return delegate.provider();
    }

    @Override
    public StubProvider stubProvider() {
        return delegate.stubProvider();
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return delegate.connect(apiKey, book, options);
    }

    @Override
    public Set<ClientFeature> features() {
        return delegate.features();
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return delegate.generated(apiKey, options);
    }

    @Override
    public OrderRequest request(KeyAndCsr key) {
        return delegate.request(key);
    }

    @Override
    public Operations operations() {
        return delegate.operations();
    }

    @Override
    public boolean calls(String operationId) {
        return delegate.calls(operationId);
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return delegate.refusalsWithoutBody();
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return delegate.operator(stub);
    }

    @Override
    public Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return delegate.zones(apiKey, options);
    }

    @Override
    public Map<String, String> optOuts() {
        return delegate.optOuts();
    }
}
