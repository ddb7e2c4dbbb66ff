package dev.certbridge.cli;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.Optional;

/** An open connection to a reseller, with its order book. An order book in memory has no file. */
record ResellerSession(
        ResellerProvider provider,
        String environment,
        String account,
        CertificateReseller reseller,
        OrderBook book,
        Optional<Path> bookFile,
        Optional<EmbeddedStub> stub)
        implements AutoCloseable {

    /** Returns the provider, environment and account as one text, in the form in which the order book stores them. */
    String target() {
        return OrderId.target(provider.name(), environment, account);
    }

    /** Returns the folder that stores the private key of each intent. Returns empty if the order book has no file. */
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
