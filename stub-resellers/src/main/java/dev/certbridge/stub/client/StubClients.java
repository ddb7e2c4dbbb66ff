package dev.certbridge.stub.client;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.time.Clock;
import java.time.Duration;

/**
 * Connects the client of a reseller to a stub of that reseller. The client is found on the class path by the name of
 * the reseller.
 */
public final class StubClients {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private StubClients() {}

    /** Connects a client with the default options, like {@link #connect(StubReseller, OrderBook, ConnectOptions)}. */
    public static CertificateReseller connect(StubReseller stub, OrderBook book) {
        return connect(stub, book, ConnectOptions.defaults());
    }

    /**
     * Connects a client with the address, the API key and the customer of the stub. The client polls every 50 ms and
     * uses the clock of the stub, unless the options set other pauses or another clock. The address of the stub
     * replaces the address in the options.
     *
     * @param book the order book, which stays open when the client is closed
     * @throws IllegalArgumentException if the class path has no client of this reseller
     */
    public static CertificateReseller connect(StubReseller stub, OrderBook book, ConnectOptions options) {
        ConnectOptions.Builder adapted = options.toBuilder().uri(stub.uri());
        if (options.polling().isEmpty()) {
            adapted.polling(new Polling(PAUSE, PAUSE));
        }
        if (options.clock().equals(Clock.systemUTC())) {
            adapted.time(stub.clock(), options.sleeper());
        }
        String customer =
                StubProvider.find(stub.name()).flatMap(StubProvider::account).orElse(ResellerProvider.NO_ACCOUNT);
        return ResellerProvider.named(stub.name()).connect(stub.apiKey(), customer, book, adapted.build());
    }
}
