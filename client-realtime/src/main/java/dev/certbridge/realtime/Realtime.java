package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;
import java.util.Map;

/** Connects to Realtime Register: live, or its test environment OT&amp;E. */
public final class Realtime {

    /** The name of this reseller in ids, messages and command lines. */
    public static final String NAME = "realtime";

    static final URI LIVE = URI.create("https://api.yoursrs.com");
    static final URI OTE = URI.create("https://api.yoursrs-ote.com");

    private Realtime() {}

    /** Connects to Realtime Register, live, charging this customer. */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book) {
        return connect(apiKey, customer, book, ConnectOptions.defaults());
    }

    /** Connects to the test environment. Its ids are refused by live and live ids by it. */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book) {
        return ote(apiKey, customer, book, ConnectOptions.defaults());
    }

    /** Connects to the test environment with all options but the address; throws as {@link #connect}. */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        return connect(apiKey, customer, book, options.toBuilder().uri(OTE).build());
    }

    /**
     * Connects to Realtime Register with these options.
     *
     * @param customer the handle that is charged, 3 to 40 of letters, digits and {@code -_@.}
     * @throws IllegalArgumentException the key, the handle or the address cannot be used
     */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        ResellerAccount account = account(customer, options);
        RealtimeClient client = RealtimeClient.connect(apiKey, options);
        return new RealtimeReseller(
                client,
                SpendLog.of(book),
                account,
                options,
                new RealtimeOperations.CurrentOperations(client.certificates(), customer));
    }

    /** Connects to the deprecated calls, live; see the other {@code deprecated}. */
    public static CertificateReseller deprecated(
            String apiKey, String customer, OrderBook book, String provider, Map<String, String> properties) {
        return deprecated(apiKey, customer, book, provider, properties, ConnectOptions.defaults());
    }

    /**
     * Connects to Realtime Register through its deprecated calls ({@code createCertificate}, {@code
     * renewCertificateLegacy}), for callers who have not moved yet. Products are {@code ssl_comodo_*}, validity is in years, 1
     * to 5, and a contact may be given. There are no reissues. Everything else is as with {@link #connect(String, String,
     * OrderBook, ConnectOptions)}, and both know the orders of each other.
     *
     * <p>The validation method of these calls is a word of the provider, and not documented. It is sent as {@code DNS},
     * {@code FILE} or {@code EMAIL}, one for all names, from {@link dev.certbridge.reseller.order.OrderRequest#dcv}. The
     * address of an e-mail has no field, so it must be one of the properties.
     *
     * <p>It is not documented that the answer names the process. An answer without one is {@link
     * dev.certbridge.reseller.failure.OutcomeUnknownException} with {@code accepted()}; {@code reconcile} finds the order in
     * the list of processes.
     *
     * @param provider the name of the provider, sent with every order
     * @param properties the properties of the provider, sent with every order and renewal; may be empty
     * @throws IllegalArgumentException the key, the handle, the provider or the address cannot be used
     */
    public static CertificateReseller deprecated(
            String apiKey,
            String customer,
            OrderBook book,
            String provider,
            Map<String, String> properties,
            ConnectOptions options) {
        ResellerAccount account = account(customer, options);
        RealtimeClient client = RealtimeClient.connect(apiKey, options);
        return new RealtimeReseller(
                client,
                SpendLog.of(book),
                account,
                options,
                new RealtimeOperations.DeprecatedOperations(client.certificates(), customer, provider, properties));
    }

    private static ResellerAccount account(String customer, ConnectOptions options) {
        if (!RealtimeRequestRules.HANDLE.matcher(customer).matches()) {
            // Not repeated: it may be the key, given in the wrong place.
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
