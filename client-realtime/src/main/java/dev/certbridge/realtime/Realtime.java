package dev.certbridge.realtime;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.provider.Place;
import java.net.URI;
import java.util.regex.Pattern;

/** Where Realtime Register starts: live, or its test environment OT&amp;E. */
public final class Realtime {

    /** The name of this reseller in ids, messages and command lines. */
    public static final String NAME = "realtime";

    static final URI LIVE = URI.create("https://api.yoursrs.com");
    private static final URI OTE = URI.create("https://api.yoursrs-ote.com");
    private static final Pattern HANDLE = Pattern.compile("[a-zA-Z0-9\\-_@.]{3,40}");

    private Realtime() {}

    /** Realtime Register, live, charging this customer. */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book) {
        return connect(apiKey, customer, book, ConnectOptions.defaults());
    }

    /** The test environment. Its ids are refused by live and live ids by it. */
    public static CertificateReseller ote(String apiKey, String customer, OrderBook book) {
        return connect(apiKey, customer, book, ConnectOptions.defaults().uri(OTE));
    }

    /**
     * Realtime Register, reached as the options say.
     *
     * @param customer the handle that is charged, 3 to 40 of letters, digits and {@code -_@.}
     * @throws IllegalArgumentException the key, the handle or the address cannot be used
     */
    public static CertificateReseller connect(String apiKey, String customer, OrderBook book, ConnectOptions options) {
        if (!HANDLE.matcher(customer).matches()) {
            // Not echoed: it may be the key, given in the wrong place.
            throw new IllegalArgumentException(
                    "a customer handle has 3 to 40 letters, digits or -_@. and the one given does not fit");
        }
        Place place = new Place(NAME, environment(options), customer);
        return new RealtimeReseller(RealtimeClient.connect(apiKey, options), book, place, options);
    }

    private static String environment(ConnectOptions options) {
        return options.uri()
                .filter(uri -> !LIVE.getHost().equals(uri.getHost()))
                .map(uri -> OTE.getHost().equals(uri.getHost()) ? "ote" : uri.getAuthority())
                .orElse("live");
    }
}
