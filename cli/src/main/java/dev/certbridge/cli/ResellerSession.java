package dev.certbridge.cli;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open connection to a reseller, with its order book.
 *
 * @param provider the reseller
 * @param environment the environment, as in ids
 * @param account the account, as in ids
 * @param reseller the client
 * @param book the order book
 * @param bookFile the file of the book; empty when the book ends with this process
 * @param stub the stub inside this process that the client is connected to
 */
record ResellerSession(
        ResellerProvider provider,
        String environment,
        String account,
        CertificateReseller reseller,
        OrderBook book,
        Optional<Path> bookFile,
        Optional<EmbeddedStub> stub)
        implements AutoCloseable {

    /** Returns provider, environment and account, as the book compares them. */
    String target() {
        return OrderId.target(provider.name(), environment, account);
    }

    /** Returns the folder of private keys by intent, beside the book that keeps the intents. */
    Optional<Path> vault() {
        return bookFile.map(BookLocations::keys);
    }

    @Override
    public void close() {
        reseller.close();
        book.close();
        stub.ifPresent(EmbeddedStub::close);
    }
}
