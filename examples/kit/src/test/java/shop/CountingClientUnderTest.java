package shop;

import dev.certbridge.conformance.DelegatingClientUnderTest;
import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counting client of regfish, as the kit tests it: everything but {@code connect} is that of the regfish client.
 */
final class CountingClientUnderTest extends DelegatingClientUnderTest {

    final LongAdder orders = new LongAdder();

    CountingClientUnderTest() {
        super(new RegfishClientUnderTest());
    }

    @Override
    public String name() {
        return "regfish-counting";
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        return new CountingReseller(super.connect(apiKey, book, options), orders);
    }
}
