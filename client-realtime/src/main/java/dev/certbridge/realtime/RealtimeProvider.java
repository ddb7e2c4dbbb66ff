package dev.certbridge.realtime;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.List;

/** The service provider for programs that select Realtime Register by its name. */
public final class RealtimeProvider implements ResellerProvider {

    /** Creates the provider. {@link java.util.ServiceLoader} calls this constructor. */
    public RealtimeProvider() {}

    @Override
    public String name() {
        return Realtime.NAME;
    }

    @Override
    public List<Environment> environments() {
        return List.of(
                new Environment("live", Realtime.LIVE, "REALTIME_API_KEY", "REALTIME_CUSTOMER", true),
                // The test environment has variables of its own, so that no key reaches the other environment by
                // mistake.
                new Environment("ote", Realtime.OTE, "REALTIME_OTE_API_KEY", "REALTIME_OTE_CUSTOMER", true));
    }

    @Override
    public CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options) {
        return Realtime.connect(apiKey, account, book, options);
    }

    @Override
    public String defaultProduct(List<String> names) {
        if (names.stream().anyMatch(name -> name.startsWith("*."))) {
            return "ssl_example_wildcard";
        }
        return names.size() > 1 ? "ssl_example_multi" : "ssl_example_dv";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.months(6);
    }

    @Override
    public boolean quotesPrices() {
        return true;
    }
}
