package dev.certbridge.conformance.crash;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A command for the child process: an order or a standalone quote, as one line of text. */
record ChildCommand(
        String reseller,
        URI uri,
        BookLocation book,
        Path recovery,
        String name,
        String productFor,
        boolean quoted,
        boolean standaloneQuote) {

    private static final String SEPARATOR = "\t";
    // Each scenario has a name of its own, and a process uses one key for it.
    private static final Map<String, KeyAndCsr> KEYS = new ConcurrentHashMap<>();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Also for reads: a command that stops within a read must not time out while others continue. */
    private static final Duration LONGEST = Duration.ofSeconds(120);

    static ChildCommand parse(String line) {
        String[] part = line.split(SEPARATOR);
        return new ChildCommand(
                part[0],
                URI.create(part[1]),
                new BookLocation(part[2]),
                Path.of(part[3]),
                part[4],
                part[5],
                Boolean.parseBoolean(part[6]),
                Boolean.parseBoolean(part[7]));
    }

    String line() {
        return String.join(
                SEPARATOR,
                reseller,
                uri.toString(),
                book.text(),
                recovery.toString(),
                name,
                productFor,
                Boolean.toString(quoted),
                Boolean.toString(standaloneQuote));
    }

    /** Returns a command with the same intent for another product. */
    ChildCommand otherProduct() {
        return new ChildCommand(reseller, uri, book, recovery, name, "*.example.com", quoted, standaloneQuote);
    }

    /** Returns a command that asks for the price only. */
    ChildCommand asQuote() {
        return new ChildCommand(reseller, uri, book, recovery, name, productFor, quoted, true);
    }

    Intent intent() {
        return Intent.of("crash/" + name);
    }

    CertificateReseller connect(SpendLog opened) {
        StubProvider stub = StubProvider.named(reseller);
        return provider()
                .connect(
                        stub.apiKey(),
                        stub.account().orElse(ResellerProvider.NO_ACCOUNT),
                        opened,
                        ConnectOptions.builder()
                                .uri(uri)
                                .timeLimits(CONNECT, LONGEST, LONGEST)
                                .build());
    }

    /** Runs the command and returns its result as text. */
    String run(CertificateReseller client) {
        return standaloneQuote
                ? client.quote(request()).toString()
                : order(client).id().toString();
    }

    /** Orders with a key that no other process has. */
    Order order(CertificateReseller client) {
        return client.order(intent(), request(), quoted ? Spending.upTo("EUR", "25.00") : Spending.unquoted());
    }

    private OrderRequest request() {
        return OrderRequest.builder(provider().defaultProduct(List.of(productFor)))
                .csr(KEYS.computeIfAbsent(name, KeyAndCsr::ecP256).csr())
                .validity(provider().defaultValidity())
                .build();
    }

    private ResellerProvider provider() {
        return ResellerProvider.named(reseller);
    }
}
