package dev.certbridge.acorn;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;

/** The entry point to the client of acorn. */
public final class Acorn {

    /** The name of this reseller in ids, messages and command lines. */
    public static final String NAME = "acorn";

    static final URI LIVE = URI.create("https://api.acorn.example");

    private Acorn() {}

    /**
     * Returns a client of acorn. Sends nothing.
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
        return new AcornReseller(AcornClient.connect(apiKey, options), SpendLog.of(book), place, options);
    }
}
