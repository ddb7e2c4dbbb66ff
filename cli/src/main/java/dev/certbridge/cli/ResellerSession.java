package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.StubReseller;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A reseller that is reached, and the book that goes with it.
 *
 * @param subject who it is
 * @param environment which of its services, as in ids
 * @param account whose account, as in ids
 * @param reseller its client
 * @param book the order book
 * @param bookFile where the book is kept; empty when it dies with this process
 * @param stub the stub inside this process, when that is what is reached
 */
record ResellerSession(
        Subject subject,
        String environment,
        String account,
        CertificateReseller reseller,
        OrderBook book,
        Optional<Path> bookFile,
        Optional<StubReseller> stub)
        implements AutoCloseable {

    /** Provider, environment and account, as the book compares them. */
    String target() {
        return OrderId.target(subject.name(), environment, account);
    }

    /** Where private keys wait for their certificate, by intent: beside the book that remembers the intents. */
    Optional<Path> vault() {
        return bookFile.map(BookLocations::keys);
    }

    @Override
    public void close() {
        reseller.close();
        book.close();
        stub.ifPresent(StubReseller::close);
    }
}
