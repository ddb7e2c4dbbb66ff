package dev.certbridge.conformance.crash;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One thing to order or to ask the price of, in words that another process can be given.
 *
 * @param reseller where
 * @param uri its address
 * @param book which book
 * @param rescues the book's folder for what it cannot commit
 * @param name the one name to order, which also names the intent
 * @param productFor the name whose usual product is ordered
 * @param quoted whether the price is asked first
 * @param question whether the price alone is asked, for no intent
 */
record ChildCommand(
        String reseller,
        URI uri,
        BookLocation book,
        Path rescues,
        String name,
        String productFor,
        boolean quoted,
        boolean question) {

    private static final String SEPARATOR = "\t";
    // Each scene has a name of its own, and its process comes back to it.
    private static final Map<String, KeyAndCsr> KEYS = new ConcurrentHashMap<>();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** What a spend has anyway: an errand that stands within a read must not give up while others are sent on. */
    private static final Duration STANDING = Duration.ofSeconds(120);

    static ChildCommand parse(String line) {
        String[] part = line.split(SEPARATOR);
        return new ChildCommand(
                part[0],
                URI.create(part[1]),
                BookLocation.parse(part[2]),
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
                rescues.toString(),
                name,
                productFor,
                Boolean.toString(quoted),
                Boolean.toString(question));
    }

    /** The same intent for another product. */
    ChildCommand otherProduct() {
        return new ChildCommand(reseller, uri, book, rescues, name, "*.example.com", quoted, question);
    }

    /** The same as a question without an intent. */
    ChildCommand asking() {
        return new ChildCommand(reseller, uri, book, rescues, name, productFor, quoted, true);
    }

    Intent intent() {
        return Intent.of("crash/" + name);
    }

    CertificateReseller connect(OrderBook opened) {
        return subject()
                .connect(
                        subject().stubKey(),
                        opened,
                        ConnectOptions.builder()
                                .uri(uri)
                                .timeLimits(CONNECT, STANDING, STANDING)
                                .build());
    }

    /** Does it, and tells what came of it. */
    String run(CertificateReseller at) {
        return question ? at.quote(request()).toString() : order(at).id().toString();
    }

    /** Orders, with a key that no other process has. */
    Order order(CertificateReseller at) {
        return at.order(intent(), request(), quoted ? Spending.upTo("EUR", "25.00") : Spending.unquoted());
    }

    private OrderRequest request() {
        return OrderRequest.builder(subject().defaultProduct(List.of(productFor)))
                .csr(KEYS.computeIfAbsent(name, KeyAndCsr::ecP256).csr())
                .validity(subject().defaultValidity())
                .build();
    }

    private Subject subject() {
        return Subject.all().stream()
                .filter(known -> known.name().equals(reseller))
                .findFirst()
                .orElseThrow();
    }
}
