package dev.certbridge.realtime;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.SpendLog;
import java.net.URI;
import java.util.Map;

/** Connects to the live environment or the test environment (OT&amp;E) of Realtime Register. */
public final class Realtime {

    /** The name of Realtime Register in ids, messages and command lines. */
    public static final String NAME = "realtime";

    static final URI LIVE = URI.create("https://api.yoursrs.com");
    static final URI OTE = URI.create("https://api.yoursrs-ote.com");

    private Realtime() {}

    /** Connects to the live environment of Realtime Register. The customer is charged for all orders. */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book) {
        return connect(apiKey, customer, book, ConnectOptions.defaults());
    }

    /**
     * Connects to the test environment. Ids of the test environment are refused in the live environment, and vice
     * versa.
     */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book) {
        return ote(apiKey, customer, book, ConnectOptions.defaults());
    }

    /**
     * Connects to the test environment with these options. This method ignores the address in the options. Throws the
     * same exceptions as {@link #connect}.
     */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        return connect(apiKey, customer, book, options.toBuilder().uri(OTE).build());
    }

    /**
     * Connects to Realtime Register with these options.
     *
     * @param customer the handle of the customer who is charged for orders. A handle has 3 to 40 letters, digits or
     *     characters of {@code -_@.}
     * @throws IllegalArgumentException the API key, the customer handle or the address is not valid
     * @throws IllegalStateException a library on the class path is missing or cannot be used; the message names it
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

    /** Connects to the deprecated calls of the live environment, with default options. */
    public static CertificateReseller deprecated(
            String apiKey, String customer, OrderBook book, String provider, Map<String, String> properties) {
        return deprecated(apiKey, customer, book, provider, properties, ConnectOptions.defaults());
    }

    /**
     * Connects to Realtime Register through its deprecated calls ({@code createCertificate}, {@code
     * renewCertificateLegacy}), for callers who have not migrated yet. The deprecated calls accept the products {@code
     * ssl_comodo_*}, a validity of 1 to 5 years, and a contact. The deprecated calls support no reissue. The other
     * parameters and exceptions are those of {@link #connect(String, String, OrderBook, ConnectOptions)}. A client of
     * {@code deprecated} and a client of {@code connect} can read each other's orders.
     *
     * <p>The provider defines the names of the validation methods, but Realtime Register does not document these names.
     * The client sends {@code DNS}, {@code FILE} or {@code EMAIL} as the method of {@link
     * dev.certbridge.reseller.order.OrderRequest#dcv}, and requires the same method for all names. The deprecated calls
     * have no field for an e-mail address, so {@code properties} must contain the address.
     *
     * <p>Realtime Register does not document whether the response to an order contains the id of the process. If the
     * response contains no id, {@code order} throws an {@link dev.certbridge.reseller.failure.OutcomeUnknownException}
     * whose {@code accepted()} is true. A call of {@code reconcile} then finds the order in the list of processes.
     *
     * @param provider the name of the provider, which the client sends with every order
     * @param properties the properties of the provider, which the client sends with every order and renewal; may be
     *     empty
     * @throws IllegalArgumentException the API key, the customer handle, the provider or the address is not valid
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
            // The value is not printed, because it may be an API key that was passed in the wrong place.
            throw new IllegalArgumentException("the customer handle is not valid. Use 3 to 40 letters, digits or -_@.");
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
