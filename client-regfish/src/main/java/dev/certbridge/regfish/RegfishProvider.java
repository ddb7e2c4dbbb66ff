package dev.certbridge.regfish;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.List;
import java.util.Optional;

/** The service provider for programs that select regfish by its name. */
public final class RegfishProvider implements ResellerProvider {

    /** Creates the provider. {@link java.util.ServiceLoader} calls this constructor. */
    public RegfishProvider() {}

    @Override
    public String name() {
        return Regfish.NAME;
    }

    @Override
    public List<Environment> environments() {
        return List.of(new Environment("live", Regfish.LIVE, "REGFISH_API_KEY", "REGFISH_ACCOUNT", false));
    }

    @Override
    public CertificateReseller connect(String apiKey, String account, OrderBook book, ConnectOptions options) {
        return Regfish.connect(
                apiKey, book, options.toBuilder().account(account).build());
    }

    @Override
    public Optional<DnsPublisher> dns(String apiKey, ConnectOptions options) {
        return Optional.of(Regfish.dns(apiKey, options));
    }

    @Override
    public String defaultProduct(List<String> names) {
        return names.stream().anyMatch(name -> name.startsWith("*.")) ? "RapidSSLWildcard" : "RapidSSL";
    }

    @Override
    public Validity defaultValidity() {
        return Validity.days(199);
    }

    @Override
    public boolean quotesPrices() {
        return false;
    }
}
