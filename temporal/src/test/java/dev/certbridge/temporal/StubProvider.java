package dev.certbridge.temporal;

import dev.certbridge.realtime.RealtimeProvider;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.net.URI;
import java.util.List;

/** Connects the worker to a stub, which a live environment cannot be. */
public final class StubProvider implements ResellerProvider {

    /** The address of the stub. */
    static volatile URI address = URI.create("http://127.0.0.1:1/");

    private final ResellerProvider realtime = new RealtimeProvider();

    @Override
    public String name() {
        return "stubbed";
    }

    @Override
    public List<Environment> environments() {
        return List.of(new Environment("stub", address, "STUB_API_KEY", "STUB_CUSTOMER", true));
    }

    @Override
    public CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options) {
        return realtime.connect(apiKey, account, book, options);
    }

    @Override
    public String defaultProduct(List<String> names) {
        return realtime.defaultProduct(names);
    }

    @Override
    public Validity defaultValidity() {
        return realtime.defaultValidity();
    }

    @Override
    public boolean quotesPrices() {
        return realtime.quotesPrices();
    }
}
