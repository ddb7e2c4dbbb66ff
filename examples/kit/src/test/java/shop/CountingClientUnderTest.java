package shop;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** The counting client of regfish, as the kit tests it: everything but {@code connect} is that of the regfish client. */
final class CountingClientUnderTest implements ClientUnderTest {

    final LongAdder orders = new LongAdder();
    private final ClientUnderTest regfish = new RegfishClientUnderTest();

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return new CountingReseller(regfish.connect(apiKey, book, options), orders);
    }

    @Override
    public String name() {
        return "regfish-counting";
    }

    @Override
    public ResellerProvider provider() {
        return regfish.provider();
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return regfish.generated(apiKey, options);
    }

    @Override
    public Operations operations() {
        return regfish.operations();
    }

    @Override
    public Set<Integer> refusalsWithoutBody() {
        return regfish.refusalsWithoutBody();
    }

    @Override
    public StubOperator operator(StubReseller stub) {
        return regfish.operator(stub);
    }

    @Override
    public Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return regfish.zones(apiKey, options);
    }

    @Override
    public Map<String, String> optOuts() {
        return regfish.optOuts();
    }
}
