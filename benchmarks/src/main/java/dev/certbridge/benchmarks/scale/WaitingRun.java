package dev.certbridge.benchmarks.scale;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A wait for many orders in a separate process. Its requests are real, and its pauses are simulated. It prints a {@link
 * WaitingRow}.
 */
final class WaitingRun implements AwaitListener {

    /** The duration of the wait. After ten minutes, {@code awaitAll} begins to poll unchanged orders. */
    private static final Duration LIMIT = Duration.ofMinutes(14);

    /** A longer pause is between two rounds. A shorter one is between two attempts of a read. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final SimulatedTime time = new SimulatedTime();
    private final URI server;
    private final String reseller;
    private final RequestCount requests;
    private final WaitingRounds rounds = new WaitingRounds();
    private long begun;
    private boolean looking;

    private WaitingRun(URI server, String reseller) {
        this.server = server;
        this.reseller = reseller;
        this.requests = new RequestCount(server);
    }

    /**
     * Waits for the orders. The arguments are the address of the server, the name of the reseller and the number of
     * orders.
     */
    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments[0]);
        String reseller = arguments[1];
        int orders = Integer.parseInt(arguments[2]);
        // A first wait for a hundred orders loads the classes and other memory that is needed only once.
        new WaitingRun(server, reseller).row(100);
        System.out.println(new WaitingRun(server, reseller).row(orders).line());
    }

    private WaitingRow row(int orders) {
        List<OrderId> ids = LongStream.range(ListedOrders.FIRST, ListedOrders.FIRST + orders)
                .mapToObj(this::id)
                .toList();
        requests.sinceLast();
        long before = WaitingRounds.heap();
        begun = System.nanoTime();
        try (CertificateReseller connected = connect()) {
            List<OrderId> left = connected.orders().awaitAll(ids, LIMIT, DnsPublisher.none(), this);
            if (left.size() != orders) {
                throw new IllegalStateException("of " + orders + " orders " + left.size() + " are still waited for");
            }
        }
        return rounds.row(reseller, orders, before);
    }

    private OrderId id(long number) {
        String sum = String.format("%043d", number);
        return new OrderId(
                reseller,
                server.getAuthority(),
                reseller.equals(Regfish.NAME) ? "-" : "acme",
                OrderId.Kind.ORDER,
                Long.toString(number),
                sum,
                sum);
    }

    private CertificateReseller connect() {
        ConnectOptions options = ConnectOptions.builder()
                .uri(server)
                .random(new Random(4711))
                .time(time, this::pause)
                .build();
        // The book contains the locks of all DNS names in memory, which a book in a database has on its disk.
        OrderBook book = OrderBooks.inMemory();
        return reseller.equals(Regfish.NAME)
                ? Regfish.connect("obviously-fake-key", book, options)
                : Realtime.connect("obviously-fake-key", "acme", book, options);
    }

    private void pause(Duration pause) throws InterruptedException {
        if (pause.compareTo(ROUND) > 0) {
            rounds.ended(System.nanoTime() - begun, requests.sinceLast());
        }
        time.sleep(pause);
        begun = System.nanoTime();
    }

    /** Measures the heap at the first change. At this point the whole listing was read, and no order was polled yet. */
    @Override
    public void changed(Order order) {
        if (!looking) {
            looking = true;
            long start = System.nanoTime();
            rounds.fullest();
            begun += System.nanoTime() - start;
        }
    }

    @Override
    public void issued(OrderId id, IssuedCertificate certificate) {
        throw new IllegalStateException("nothing is issued here: " + id);
    }

    @Override
    public void ended(OrderId id, ResellerException why) {
        throw why;
    }
}
