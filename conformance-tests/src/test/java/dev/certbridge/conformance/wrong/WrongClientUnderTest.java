package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.DelegatingClientUnderTest;
import dev.certbridge.conformance.wrong.WireLevelMistakes.WireMistakes;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A candidate whose client makes a mistake, on the wire or in its verbs, and is right in everything else. */
final class WrongClientUnderTest extends DelegatingClientUnderTest implements AutoCloseable {

    /** The parts of a wrong client. */
    record Made(ClientUnderTest right, String key, OrderBook book, ConnectOptions options, CertificateReseller client) {

        /** Another client, of the same place, with another book. */
        CertificateReseller another(OrderBook other) {
            return right.connect(key, other, options);
        }
    }

    /** Makes a client of the right one that makes a mistake. */
    @FunctionalInterface
    interface Verbs {
        CertificateReseller wrong(Made made);
    }

    /** Right verbs. */
    static final Verbs RIGHT = Made::client;

    private final ClientUnderTest right;
    private final String name;
    private final WireMistakes.Habit habit;
    private final Verbs verbs;
    private final boolean onTheWire;
    private final Map<URI, WireMistakes> wires = new ConcurrentHashMap<>();

    private WrongClientUnderTest(
            ClientUnderTest right, String name, WireMistakes.Habit habit, Verbs verbs, boolean onTheWire) {
        super(right);
        this.right = right;
        this.name = name;
        this.habit = habit;
        this.verbs = verbs;
        this.onTheWire = onTheWire;
    }

    static WrongClientUnderTest onTheWire(ClientUnderTest right, String name, WireMistakes.Habit habit) {
        return new WrongClientUnderTest(right, name, habit, RIGHT, true);
    }

    static WrongClientUnderTest inItsVerbs(ClientUnderTest right, String name, Verbs verbs) {
        return new WrongClientUnderTest(right, name, (sent, way) -> Optional.of(way.forward(sent)), verbs, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
        ConnectOptions reached = reached(options);
        return verbs.wrong(new Made(right, apiKey, book, reached, right.connect(apiKey, book, reached)));
    }

    @Override
    public AutoCloseable generated(String apiKey, ConnectOptions options) {
        return right.generated(apiKey, reached(options));
    }

    /**
     * The sweeps go through {@link #generated}. What wrong verbs hand in there is the very client that the right
     * candidate hands in, reached by the very same options ({@code EveryWrongClientTest}), and the right candidate has
     * a test of its own for every operation: here each of them would come to the same once more. The operation that
     * orders is left, and those of the reads that some sweeps add by themselves, so that no rule goes untried.
     */
    @Override
    public boolean calls(String operationId) {
        boolean swept = onTheWire || operationId.equals(operations().ordering());
        return swept && right.calls(operationId);
    }

    @Override
    public Optional<DnsPublisher> zones(String apiKey, ConnectOptions options) {
        return right.zones(apiKey, reached(options));
    }

    /**
     * Returns options with the address of the proxy that makes the mistake, or the same options if there is no stub.
     */
    private ConnectOptions reached(ConnectOptions options) {
        URI stub = options.uri().orElseThrow();
        if (!onTheWire || !WireMistakes.reaches(stub)) {
            return options;
        }
        // One for each stub: a client that connects again must find itself at the same place.
        return options.toBuilder()
                .uri(wires.computeIfAbsent(stub, there -> new WireMistakes(there, habit))
                        .uri())
                .build();
    }

    @Override
    public void close() {
        wires.values().forEach(WireMistakes::close);
    }
}
