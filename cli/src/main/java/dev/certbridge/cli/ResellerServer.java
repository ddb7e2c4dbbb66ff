package dev.certbridge.cli;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.Optional;

/**
 * A server of a reseller, with its connection settings.
 *
 * @param environment the name of the environment, as in the ids of orders
 * @param options the connection options, which contain the address of the server
 * @param stub the built-in stub that was started for this run, or empty
 */
record ResellerServer(
        ResellerProvider provider,
        String environment,
        String account,
        String apiKey,
        ConnectOptions options,
        Optional<EmbeddedStub> stub)
        implements AutoCloseable {

    /** Returns a client of this server with this order book. Sends nothing. */
    CertificateReseller connect(OrderBook book) {
        return provider.connect(apiKey, account, book, options);
    }

    @Override
    public String toString() {
        return provider.name() + " " + environment;
    }

    @Override
    public void close() {
        stub.ifPresent(EmbeddedStub::close);
    }
}
