package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;

/** Where regfish starts. It tells no price, so its orders are {@code Spending.unquoted()}. */
public final class Regfish {

    /** The name of this reseller in ids, messages and command lines. */
    public static final String NAME = "regfish";

    static final URI LIVE = URI.create("https://api.regfish.com");

    private Regfish() {}

    /** regfish, live. */
    public static CertificateReseller connect(String apiKey, OrderBook book) {
        return connect(apiKey, book, ConnectOptions.defaults());
    }

    /**
     * regfish, reached as the options say.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        String environment = options.uri()
                .filter(uri -> !LIVE.getHost().equals(uri.getHost()))
                .map(URI::getAuthority)
                .orElse("live");
        ResellerAccount place =
                new ResellerAccount(NAME, environment, options.account().orElse("-"));
        return new RegfishReseller(RegfishClient.connect(apiKey, options), SpendLog.of(book), place, options);
    }

    /**
     * Publishes validation records in zones at regfish, live; also for orders at another reseller. Where installations
     * with an order book each share zones, each needs a {@link RegfishDns#installation label}.
     */
    public static RegfishDns dns(String apiKey) {
        return dns(apiKey, ConnectOptions.defaults());
    }

    /**
     * Publishes validation records in zones at regfish, reached as the options say.
     *
     * @param apiKey a key that covers the DNS area
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static RegfishDns dns(String apiKey, ConnectOptions options) {
        return new RegfishDns(RegfishClient.connect(apiKey, options), RegfishDns.DEFAULT_INSTALLATION);
    }
}
