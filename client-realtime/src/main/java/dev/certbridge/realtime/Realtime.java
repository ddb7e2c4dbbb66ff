package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;
import java.util.Map;

/** Where Realtime Register starts: live, or its test environment OT&amp;E. */
public final class Realtime {

    /** The name of this reseller in ids, messages and command lines. */
    public static final String NAME = "realtime";

    static final URI LIVE = URI.create("https://api.yoursrs.com");
    static final URI OTE = URI.create("https://api.yoursrs-ote.com");

    private Realtime() {}

    /** Realtime Register, live, charging this customer. */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book) {
        return connect(apiKey, customer, book, ConnectOptions.defaults());
    }

    /** The test environment. Its ids are refused by live and live ids by it. */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book) {
        return ote(apiKey, customer, book, ConnectOptions.defaults());
    }

    /** The test environment, reached as the options say but for the address; throws as {@link #connect}. */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        return connect(apiKey, customer, book, options.toBuilder().uri(OTE).build());
    }

    /**
     * Realtime Register, reached as the options say.
     *
     * @param customer the handle that is charged, 3 to 40 of letters, digits and {@code -_@.}
     * @throws IllegalArgumentException the key, the handle or the address cannot be used
     */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        ResellerAccount place = place(customer, options);
        RealtimeClient client = RealtimeClient.connect(apiKey, options);
        return new RealtimeReseller(
                client,
                SpendLog.of(book),
                place,
                options,
                new RealtimeCurrentOperations(client.certificates(), customer));
    }

    /** The deprecated calls, live; see the other {@code deprecated}. */
    public static CertificateReseller deprecated(
            String apiKey, String customer, OrderBook book, String provider, Map<String, String> properties) {
        return deprecated(apiKey, customer, book, provider, properties, ConnectOptions.defaults());
    }

    /**
     * Realtime Register through its deprecated calls ({@code createCertificate}, {@code renewCertificateLegacy}), for
     * whoever has not moved yet. Products are {@code ssl_comodo_*}, validity is in years, 1 to 5, and a contact may be
     * given. Reissues are not sold here. All other verbs are those of {@link #connect(String, String, OrderBook,
     * ConnectOptions)}, and an order of the one is known to the other.
     *
     * <p>The validation method of these calls is a word of the provider, and not documented. It is sent as {@code DNS},
     * {@code FILE} or {@code EMAIL}, one for all names, as {@link dev.certbridge.reseller.order.OrderRequest#dcv} says. The
     * address of an e-mail has no field here, so it must be one of the properties.
     *
     * <p>Whether the answer names the process is not documented either. One that does not is {@link
     * dev.certbridge.reseller.failure.OutcomeUnknownException} with {@code accepted()}; {@code reconcile} finds the
     * order in the list of processes.
     *
     * @param provider the name of the provider, sent with every order
     * @param properties what the provider wants to know, sent with every order and renewal; may be empty
     * @throws IllegalArgumentException the key, the handle, the provider or the address cannot be used
     */
    public static CertificateReseller deprecated(
            String apiKey,
            String customer,
            OrderBook book,
            String provider,
            Map<String, String> properties,
            ConnectOptions options) {
        ResellerAccount place = place(customer, options);
        RealtimeClient client = RealtimeClient.connect(apiKey, options);
        return new RealtimeReseller(
                client,
                SpendLog.of(book),
                place,
                options,
                new RealtimeDeprecatedOperations(client.certificates(), customer, provider, properties));
    }

    private static ResellerAccount place(String customer, ConnectOptions options) {
        if (!RealtimeRequestRules.HANDLE.matcher(customer).matches()) {
            // Not echoed: it may be the key, given in the wrong place.
            throw new IllegalArgumentException(
                    "a customer handle has 3 to 40 letters, digits or -_@. and the one given does not fit");
        }
        return new ResellerAccount(NAME, environment(options), customer);
    }

    private static String environment(ConnectOptions options) {
        return options.uri()
                .filter(uri -> !LIVE.getHost().equals(uri.getHost()))
                .map(uri -> OTE.getHost().equals(uri.getHost()) ? "ote" : uri.getAuthority())
                .orElse("live");
    }
}
