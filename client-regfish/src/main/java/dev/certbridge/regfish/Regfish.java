package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;

/** Connects to regfish. regfish quotes no prices, so every order is placed with {@code Spending.unquoted()}. */
public final class Regfish {

    /** The name of regfish in ids, messages and command lines. */
    public static final String NAME = "regfish";

    static final URI LIVE = URI.create("https://api.regfish.com");

    private Regfish() {}

    /** Connects to the live API of regfish. */
    public static CertificateReseller connect(String apiKey, OrderBook book) {
        return connect(apiKey, book, ConnectOptions.defaults());
    }

    /**
     * Connects to the API of regfish with these options. If several accounts share an order book, each account needs a
     * label of its own ({@link ConnectOptions#account}). Without labels, the order book treats the accounts as one
     * account.
     *
     * @throws IllegalArgumentException the API key or the address is not valid
     * @throws IllegalStateException a library on the class path is missing or cannot be used; the message names it
     */
    public static CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        String environment = options.uri()
                .filter(uri -> !LIVE.getHost().equals(uri.getHost()))
                .map(URI::getAuthority)
                .orElse("live");
        ResellerAccount account =
                new ResellerAccount(NAME, environment, options.account().orElse("-"));
        return new RegfishReseller(RegfishClient.connect(apiKey, options), SpendLog.of(book), account, options);
    }

    /**
     * Connects to the DNS zones of a live regfish account to publish validation records. The validation records may be
     * for certificates of another reseller. If several installations with separate order books publish records in the
     * same zones, each installation needs its own label ({@link RegfishDns#installation}).
     */
    public static RegfishDns dns(String apiKey) {
        return dns(apiKey, ConnectOptions.defaults());
    }

    /**
     * Connects to the DNS zones of a regfish account with these options, to publish validation records.
     *
     * @param apiKey an API key with access to DNS
     * @throws IllegalArgumentException the API key or the address is not valid
     */
    public static RegfishDns dns(String apiKey, ConnectOptions options) {
        return new RegfishDns(RegfishClient.connect(apiKey, options), RegfishDns.DEFAULT_INSTALLATION);
    }
}
