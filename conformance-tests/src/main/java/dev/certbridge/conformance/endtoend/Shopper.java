package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.conformance.Backstage;
import dev.certbridge.conformance.Candidate;
import dev.certbridge.conformance.Subject;
import dev.certbridge.orderbook.OrderBooks;
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
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Somebody who buys at one reseller's stub: the real client over HTTP, a book, and time that only pauses move. */
public final class Shopper implements AutoCloseable {

    /** Longer than any stub takes. */
    public static final Duration PATIENCE = Duration.ofHours(2);

    /** Draws the middle, so that pauses are as long as they are on average. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    // Making a key takes longer than ordering with it, and no two shoppers meet.
    private static final Map<String, KeyAndCsr> KEYS = new ConcurrentHashMap<>();

    private final Candidate candidate;
    private final StubReseller stub;
    private final SimulatedTime time;
    private final List<CertificateReseller> connections = new ArrayList<>();
    private final Map<String, Integer> keysTaken = new HashMap<>();
    private final UnaryOperator<ConnectOptions> more;
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller reseller;

    private Shopper(Candidate candidate, StubOptions options, UnaryOperator<ConnectOptions> more) {
        this.candidate = candidate;
        this.time = options.clock() instanceof SimulatedTime shared ? shared : new SimulatedTime();
        this.stub = candidate.subject().startStub(options);
        this.more = more;
        this.reseller = connect(stub.apiKey(), book);
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
        return at(Candidate.named(reseller), options, more);
    }

    /** With any client of a reseller, at a fresh stub. A stub in simulated time shares it with the client. */
    public static Shopper at(Candidate candidate, StubOptions options, UnaryOperator<ConnectOptions> more) {
        return new Shopper(candidate, options, more);
    }

    /** Another connection to the same stub. Closed with this shopper. */
    public CertificateReseller connect(String key, OrderBook book) {
        return connect(key, book, options -> options);
    }

    /** Another connection to the same stub, made in another way. Closed with this shopper. */
    public CertificateReseller connect(String key, OrderBook book, UnaryOperator<ConnectOptions> other) {
        CertificateReseller connection = candidate.connect(key, book, other.apply(more.apply(options())));
        connections.add(connection);
        return connection;
    }

    /** How the stub is reached: at its address, in simulated time. */
    public ConnectOptions options() {
        return ConnectOptions.defaults().uri(stub.uri()).time(time, time).random(MIDDLE);
    }

    /** The book of {@link #reseller()}; it dies with this shopper. */
    public OrderBook book() {
        return book;
    }

    /** What people do at the stub. */
    public Backstage backstage() {
        return candidate.backstage(stub);
    }

    /** Who buys. */
    public Candidate candidate() {
        return candidate;
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

    /** A key that none of the 31 calls before returned for the same names; they come again and again, in turns. */
    public static KeyAndCsr key(String commonName, String... further) {
        List<String> names =
                Stream.concat(Stream.of(commonName), Stream.of(further)).toList();
        return KeyRing.of(names).next(() -> KeyAndCsr.ecP256(commonName, further));
    }

    /** A key for this name that this shopper has not used yet; another shopper may have. */
    public synchronized KeyAndCsr nextKey(String name) {
        int number = keysTaken.merge(name, 1, Integer::sum);
        return KEYS.computeIfAbsent(name + " " + number, unused -> KeyAndCsr.ecP256(name));
    }

    /** The product and term that are ordered when nothing else is said. */
    public OrderRequest request(KeyAndCsr key) {
        return candidate.request(key);
    }

    /** Orders at any price. */
    public Order order(String intent, OrderRequest request) {
        return reseller.order(Intent.of(intent), request, Spending.unquoted());
    }

    /** Orders one name with a key of its own, at any price. */
    public Order order(String name) {
        return order(name, request(nextKey(name)));
    }

    /** Waits long enough. */
    public IssuedCertificate await(OrderId id, DnsPublisher publisher) {
        return reseller.await(id, PATIENCE, publisher);
    }

    /** How many requests that can cost money the stub received, whatever it answered. */
    public long spends() {
        return stub.journal().received(ordering());
    }

    /** The operation that orders at this reseller. */
    public String ordering() {
        return candidate.operations().ordering();
    }

    /** Stops everything, and checks that the stub kept its contract. */
    @Override
    public void close() {
        connections.forEach(CertificateReseller::close);
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }
}
