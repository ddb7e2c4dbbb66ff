package dev.certbridge.benchmarks.scale;

import static dev.certbridge.benchmarks.contender.Contender.KEY;

import dev.certbridge.benchmarks.gate.PendingOrderServer;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measurements of {@link AccountGrowth} at accounts of one size. */
final class GrowthRun {

    /** The number of CSRs that are needed. */
    static final int ORDERS = 500;

    private static final int FURTHER = 200;
    private static final int ALONE = 10;
    private static final int AWAITED = 3;

    /**
     * The cost of orders, per order.
     *
     * @param read the bytes of the responses
     * @param millis the time, the median
     * @param stored the bytes by which the order book grows
     */
    record Cost(double read, double millis, double stored) {}

    /**
     * The costs of orders at regfish.
     *
     * @param first the order that reads and stores the listing
     * @param further the orders that use the same listing
     * @param alone the orders that read a listing each
     */
    record OrderCosts(Cost first, Cost further, Cost alone) {}

    /**
     * The costs at Realtime Register.
     *
     * @param awaitRequests the requests of {@code awaitAll} for three orders and five seconds, without filters
     * @param awaitRead the bytes of the responses
     * @param bulkRequests the requests of {@code orderAll} for 500 orders
     */
    record BulkCosts(long awaitRequests, long awaitRead, long bulkRequests) {}

    private GrowthRun() {}

    static OrderCosts orders(MeasuredBook.Type type, int listed, List<Csr> csrs) throws IOException, SQLException {
        try (ListedAccount account = new ListedAccount(listed, true);
                MeasuredBook book = MeasuredBook.open(type);
                // The age is long, so that a slow machine does not end it.
                CertificateReseller sharing = regfish(account, book, Duration.ofHours(1));
                CertificateReseller alone = regfish(account, book, Duration.ZERO)) {
            return new OrderCosts(
                    cost(account, book, sharing, csrs.subList(0, 1)),
                    cost(account, book, sharing, csrs.subList(1, 1 + FURTHER)),
                    cost(account, book, alone, csrs.subList(1 + FURTHER, 1 + FURTHER + ALONE)));
        }
    }

    private static CertificateReseller regfish(ListedAccount account, MeasuredBook book, Duration listingMaxAge) {
        return Regfish.connect(
                KEY,
                book.book(),
                options(account.uri()).listingMaxAge(listingMaxAge).build());
    }

    private static ConnectOptions.Builder options(URI server) {
        return ConnectOptions.builder()
                .uri(server)
                .timeLimits(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(5));
    }

    private static Cost cost(ListedAccount account, MeasuredBook book, CertificateReseller reseller, List<Csr> csrs)
            throws SQLException {
        account.bytes();
        long stored = book.bytes();
        long[] nanos = new long[csrs.size()];
        for (int i = 0; i < nanos.length; i++) {
            OrderRequest request = SampleOrders.regfish(csrs.get(i));
            long start = System.nanoTime();
            reseller.order(Intent.of(request.names().get(0)), request, Spending.unquoted());
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return new Cost(
                (double) account.bytes() / nanos.length,
                nanos[nanos.length / 2] / 1e6,
                (double) (book.bytes() - stored) / nanos.length);
    }

    static BulkCosts bulk(int listed, List<Csr> csrs) {
        try (PendingOrderServer pending = new PendingOrderServer(listed, false);
                ListedAccount account = new ListedAccount(listed, true)) {
            await(pending);
            orderAll(account, csrs);
            return new BulkCosts(pending.requests(), pending.bytes(), account.requests());
        }
    }

    private static void await(PendingOrderServer server) {
        SimulatedTime time = new SimulatedTime();
        ConnectOptions options = options(server.uri())
                .polling(new Polling(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .time(time, time::sleep)
                .build();
        List<OrderId> ids = server.at(Realtime.NAME, "acme").subList(0, AWAITED);
        try (CertificateReseller realtime = Realtime.connect(KEY, "acme", OrderBooks.inMemory(), options)) {
            realtime.orders().awaitAll(ids, Duration.ofSeconds(5), DnsPublisher.none(), new AwaitListener() {
                @Override
                public void issued(OrderId id, IssuedCertificate certificate) {
                    throw new IllegalStateException("nothing is issued here: " + id);
                }

                @Override
                public void ended(OrderId id, ResellerException why) {
                    throw why;
                }
            });
        }
    }

    private static void orderAll(ListedAccount account, List<Csr> csrs) {
        Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
        csrs.forEach(csr -> requests.put(Intent.of(csr.names().get(0)), SampleOrders.realtime(csr)));
        ConnectOptions options = options(account.uri()).build();
        try (CertificateReseller realtime = Realtime.connect(KEY, "acme", OrderBooks.inMemory(), options)) {
            BulkReport report = realtime.orderAll(requests, Spending.unquoted());
            if (report.done().size() != csrs.size()) {
                throw new IllegalStateException(report + ": " + report.halted());
            }
        }
    }
}
