package dev.certbridge.fleet;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Both stubs, an order book in memory, a key vault and a deployment, in time that only a test moves. */
final class TestFleet implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    static final Spending LIMIT = Spending.upTo("EUR", "25.00");

    /** A clock that a test moves. */
    static final class TestTime extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(START);

        void advance(Duration by) {
            now.updateAndGet(instant -> instant.plus(by));
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    final TestTime time = new TestTime();
    final RegfishStub regfish;
    final RealtimeStub realtime;
    final MemoryDeployment deployment = new MemoryDeployment();
    final KeyVault vault;
    final OrderBook book;

    TestFleet(Path folder) {
        this(folder, 1);
    }

    TestFleet(Path folder, int readsUntilIssued) {
        StubOptions options = StubOptions.defaults().clock(time).readsUntilIssued(readsUntilIssued);
        regfish = RegfishStub.start(options);
        realtime = RealtimeStub.start(options);
        vault = KeyVault.in(folder.resolve("keys"));
        book = OrderBooks.inMemory(time);
    }

    /** Returns a specification at regfish, which quotes no prices. */
    static CertificateSpec.Builder regfish(String id) {
        return CertificateSpec.builder(id, "regfish", "RapidSSL", Spending.unquoted())
                .names(List.of(id + ".example.com"));
    }

    /** Returns a specification at Realtime Register with a limit of the price of one order. */
    static CertificateSpec.Builder realtime(String id) {
        return CertificateSpec.builder(id, "realtime", "ssl_example_dv", LIMIT).names(List.of(id + ".example.com"));
    }

    Map<String, CertificateReseller> resellers(OrderBook of) {
        ConnectOptions options = ConnectOptions.builder()
                .uri(regfish.uri())
                .time(time, pause -> {})
                .listingMaxAge(Duration.ZERO)
                .build();
        return Map.of(
                "regfish", StubClients.connect(regfish, of, options),
                "realtime", StubClients.connect(realtime, of, options));
    }

    FleetRun.Builder builder() {
        return FleetRun.builder(resellers(book), book, vault, deployment)
                .clock(time)
                .parallel(BulkOptions.parallel(1));
    }

    /** Runs. If the stub at regfish shows its orders as pending at first, runs again. */
    FleetReport run(CertificateSpec... specs) {
        FleetReport first = once(specs);
        return first.entries().stream()
                        .anyMatch(entry -> entry.state() == FleetState.WAITING
                                && entry.spec().reseller().equals("regfish"))
                ? new FleetReport(once(specs).entries(), first.ordered())
                : first;
    }

    private FleetReport once(CertificateSpec... specs) {
        return builder().build().run(List.of(specs), Duration.ZERO);
    }

    FleetPlan plan(CertificateSpec... specs) {
        return builder().build().plan(List.of(specs));
    }

    FleetState state(CertificateSpec spec) {
        return plan(spec).entries().get(0).state();
    }

    /** Advances the time to the moment at which the deployed certificate is due. */
    void untilDue(CertificateSpec spec) {
        Instant due = spec.dueAt(deployment.live.get(spec.id()));
        time.advance(Duration.between(time.instant(), due));
    }

    int orders() {
        return regfish.ledger().orders() + realtime.ledger().orders();
    }

    List<Ledger.Entry> ledger() {
        return Stream.concat(regfish.ledger().entries().stream(), realtime.ledger().entries().stream())
                .toList();
    }

    /** Abandons the attempts whose key is not in the ledger, as a person does who looks at the reseller. */
    int settleAsAPerson() {
        int abandoned = 0;
        for (var attempt : book.unresolved()) {
            boolean booked = ledger().stream()
                    .anyMatch(entry ->
                            entry.keySha256().equals(attempt.request().csr().keySha256()));
            if (!booked && time.instant().isAfter(attempt.over())) {
                book.abandon(attempt, "the reseller has no such order");
                abandoned++;
            }
        }
        return abandoned;
    }

    @Override
    public void close() {
        regfish.close();
        realtime.close();
    }
}
