package dev.certbridge.conformance;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;

/**
 * A service of a reseller that is no stub, and what has to be known to reach it. Keys come from the environment only: the
 * arguments of a program are visible to everybody on the machine.
 *
 * @param environment {@code live} or {@code ote}, as in ids
 * @param keyVariable the environment variable that holds the API key
 * @param accountVariable the environment variable that says whose account
 * @param accountNeeded whether it cannot be reached without saying whose account
 * @param door reaches it
 */
public record RealService(
        String environment, String keyVariable, String accountVariable, boolean accountNeeded, Door door) {

    /** The account in ids where none was named. */
    public static final String NO_ACCOUNT = "-";

    /** Reaches a real service. Connecting sends nothing. */
    @FunctionalInterface
    public interface Door {

        /**
         * The client.
         *
         * @param account whose account, or {@link #NO_ACCOUNT}
         */
        CertificateReseller open(String apiKey, String account, OrderBook book, ConnectOptions options);
    }

    /** A service where the key says whose account; the variable only gives it a label. */
    public static RealService ofKey(String environment, String keyVariable, String labelVariable, Door door) {
        return new RealService(environment, keyVariable, labelVariable, false, door);
    }

    /** A service that has to be told whose account. */
    public static RealService ofAccount(String environment, String keyVariable, String accountVariable, Door door) {
        return new RealService(environment, keyVariable, accountVariable, true, door);
    }
}
