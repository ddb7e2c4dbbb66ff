package dev.certbridge.acorn;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.List;

/** The entry point to the client of acorn for programs that find resellers by name. */
public final class AcornProvider implements ResellerProvider {

    @Override
    public String name() {
        return Acorn.NAME;
    }

    @Override
    public List<Environment> environments() {
        return List.of(new Environment("live", Acorn.LIVE, "ACORN_API_KEY", "ACORN_ACCOUNT", false));
    }

    @Override
    public CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options) {
        return Acorn.connect(apiKey, book, options.toBuilder().account(account).build());
    }

    @Override
    public String defaultProduct(List<String> names) {
        return names.stream().anyMatch(name -> name.startsWith("*.")) ? "acorn-dv-wildcard" : "acorn-dv";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.days(90);
    }

    @Override
    public boolean quotesPrices() {
        return false;
    }
}
