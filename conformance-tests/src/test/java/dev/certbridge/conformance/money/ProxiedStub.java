package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A stub behind a {@link FaultProxy}, with a book and a client. */
final class ProxiedStub implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(250);

    private final ClientVariant variant;
    private final StubReseller stub;
    private final FaultProxy proxy;
    private final AtomicInteger replays = new AtomicInteger();
    private final SimulatedTime time = new SimulatedTime();
    // A client's pauses between the tries of a read, which pass at once and not at the reseller.
    private final SimulatedTime pauses = new SimulatedTime();
    private final SpendLog book;
    private final CertificateReseller client;
    private int names;

    /** Starts a stub with a book in memory. */
    ProxiedStub(ClientVariant variant) {
        this(variant, SpendLog.of(OrderBooks.inMemory()));
    }

    /** Starts a stub with this book. */
    ProxiedStub(ClientVariant variant, SpendLog book) {
        this.variant = variant;
        this.stub = variant.startStub(time);
        this.proxy = FaultProxy.before(stub.uri());
        this.book = book;
        this.client = connect(true);
    }

    SpendLog book() {
        return book;
    }

    /** Returns the client that is connected all the time. */
    CertificateReseller client() {
        return client;
    }

    ClientVariant variant() {
        return variant;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** Chooses the fault of every write from now on, and forgets the writes so far. */
    void faults(Function<ReceivedRequest, NetworkFault> plan) {
        replays.set(0);
        proxy.script(request -> {
            NetworkFault fault = request.isWrite() ? plan.apply(request) : NetworkFault.NONE;
            replays.addAndGet(request.isQuote() ? 0 : Math.max(0, fault.times() - 1));
            return fault.step();
        });
    }

    /** Returns how many times, since the last plan, the stub received an order once more than it was sent. */
    int replays() {
        return replays.get();
    }

    StubReseller stub() {
        return stub;
    }

    /** Connects a client through the proxy; its deadline for spends is short unless it is patient. */
    CertificateReseller connect(boolean patiently) {
        return connect(
                book,
                options -> options.toBuilder()
                        .timeLimits(LONG, LONG, patiently ? LONG : SOON)
                        .build());
    }

    /** Connects a client with another book or other options. */
    CertificateReseller connect(SpendLog other, UnaryOperator<ConnectOptions> more) {
        ConnectOptions options = ConnectOptions.builder()
                .uri(proxy.uri())
                .timeLimits(LONG, LONG, LONG)
                .time(Clock.systemUTC(), pauses)
                .build();
        return variant.connect(stub, other, more.apply(options));
    }

    /**
     * Returns a name that was not ordered yet, and advances the clock by days, so that listings of new orders stay
     * short.
     */
    synchronized String name() {
        names++;
        time.advance(Duration.ofDays(3));
        return "n" + names + ".example.com";
    }

    /** Places the order that an operation needs, under an intent of its own. */
    Optional<Order> before(SpendOperation operation, String name) {
        if (operation.needs() == SpendOperation.Needs.NOTHING) {
            return Optional.empty();
        }
        boolean held = operation.needs() == SpendOperation.Needs.HELD_BACK;
        OrderRequest request = OrderRequest.builder(held ? "TrueBusinessID" : variant.product())
                .csr(ProxiedStub.csr(name, 0))
                .validity(variant.validity())
                .build();
        Order order = client.order(Intent.of("before " + name), request, Spending.unquoted());
        if (held) {
            return Optional.of(order);
        }
        ClientVariant.issue(stub, order.id().providerId());
        return Optional.of(client.orders().get(order.id()));
    }

    /** Returns what was booked and charged for these keys. An order that is held back is not charged yet. */
    List<Ledger.Entry> booked(Set<String> keys) {
        return stub.ledger().entries().stream()
                .filter(entry -> keys.contains(entry.keySha256()))
                .filter(Ledger.Entry::charged)
                .toList();
    }

    /** Returns the reseller's id of a booked order; a reissue at regfish keeps that of its certificate. */
    String orderOf(Ledger.Entry entry) {
        return stub instanceof RegfishStub ? entry.orderId().split("/")[0] : entry.orderId();
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    private static final Map<String, Csr> MADE = new ConcurrentHashMap<>();

    /**
     * Returns the CSR of this number for a name. CSRs are generated once for all stubs, because generating keys is
     * slow.
     */
    static Csr csr(String name, int number) {
        return MADE.computeIfAbsent(
                number + " " + name, unused -> KeyAndCsr.ecP256(name).csr());
    }
}
