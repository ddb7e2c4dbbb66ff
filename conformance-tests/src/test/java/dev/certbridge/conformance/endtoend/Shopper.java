package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.Subject;
import dev.certbridge.conformance.stub.StubOptions;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.http.ConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Somebody who buys at one reseller's stub: the real client over HTTP, a book, and time that only pauses move. */
public final class Shopper implements AutoCloseable {

    /** Longer than any stub takes. */
    public static final Duration PATIENCE = Duration.ofHours(2);

    /** Draws the middle, so that pauses are as long as they are on average. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private final Subject subject;
    private final StubReseller stub;
    private final SimulatedTime time = new SimulatedTime();
    private final List<CertificateReseller> connections = new ArrayList<>();
    private final UnaryOperator<ConnectOptions> more;
    private final CertificateReseller reseller;

    private Shopper(Subject subject, StubOptions options, UnaryOperator<ConnectOptions> more) {
        this.subject = subject;
        this.stub = subject.startStub(options);
        this.more = more;
        this.reseller = connect(stub.apiKey(), OrderBook.inMemory());
    }

    /** Every reseller on the class path, by name. */
    public static Stream<String> resellers() {
        return Subject.all().stream().map(Subject::name);
    }

    /** At a fresh stub with its defaults: issued on the third look. */
    public static Shopper at(String reseller) {
        return at(reseller, StubOptions.defaults());
    }

    /** At a fresh stub. */
    public static Shopper at(String reseller, StubOptions options) {
        return at(reseller, options, connection -> connection);
    }

    /** At a fresh stub, reached in another way. */
    public static Shopper at(String reseller, StubOptions options, UnaryOperator<ConnectOptions> more) {
        Subject subject = Subject.all().stream()
                .filter(known -> known.name().equals(reseller))
                .findFirst()
                .orElseThrow();
        return new Shopper(subject, options, more);
    }

    /** Another connection to the same stub. Closed with this shopper. */
    public CertificateReseller connect(String key, OrderBook book) {
        ConnectOptions options =
                ConnectOptions.defaults().uri(stub.uri()).time(time, time).random(MIDDLE);
        CertificateReseller connection = subject.connect(key, book, more.apply(options));
        connections.add(connection);
        return connection;
    }

    /** The client. */
    public CertificateReseller reseller() {
        return reseller;
    }

    /** The stub. */
    public StubReseller stub() {
        return stub;
    }

    /** The time that the client lives in. */
    public SimulatedTime time() {
        return time;
    }

    /** A fresh key. */
    public static KeyAndCsr key(String commonName, String... further) {
        return KeyAndCsr.ecP256(commonName, further);
    }

    /** The product and term that are ordered when nothing else is said. */
    public OrderRequest request(KeyAndCsr key) {
        return OrderRequest.of(subject.defaultProduct(key.csr().names()))
                .csr(key.csr())
                .validity(subject.defaultValidity());
    }

    /** Orders at any price. */
    public Order order(String intent, OrderRequest request) {
        return reseller.order(Intent.of(intent), request, Spending.unquoted());
    }

    /** Orders one name with a fresh key, at any price. */
    public Order order(String name) {
        return order(name, request(key(name)));
    }

    /** Waits long enough. */
    public IssuedCertificate await(OrderId id, DnsPublisher publisher) {
        return reseller.await(id, PATIENCE, publisher);
    }

    /** How many requests that can cost money the stub received, whatever it answered. */
    public long spends() {
        return Stream.of("createCertificate", "requestCertificate")
                .mapToLong(stub.journal()::received)
                .sum();
    }

    /** The operation that orders at this reseller. */
    public String ordering() {
        return subject.name().equals("regfish") ? "createCertificate" : "requestCertificate";
    }

    /** Stops everything, and checks that the stub kept its contract. */
    @Override
    public void close() {
        connections.forEach(CertificateReseller::close);
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }
}
