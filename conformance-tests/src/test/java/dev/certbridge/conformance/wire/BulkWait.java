package dev.certbridge.conformance.wire;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A wait for many orders in simulated time that counts the requests of every round. */
final class BulkWait extends EndedOrders {

    /** Pauses below are between two tries of a read, not between rounds. */
    private static final Duration ROUND = Duration.ofSeconds(10);

    final List<Integer> perRound = new ArrayList<>();
    final List<OrderId> changed = new ArrayList<>();
    Runnable betweenRounds = () -> {};

    private final SimulatedTime time = new SimulatedTime();

    /** Waits, and returns the orders that have not ended. */
    List<OrderId> on(BulkOrderServer server, String reseller, List<OrderId> ids, Duration limit) {
        try (CertificateReseller connected = connect(server, reseller)) {
            return connected.orders().awaitAll(ids, limit, DnsPublisher.none(), this);
        }
    }

    CertificateReseller connect(BulkOrderServer server, String reseller) {
        ConnectOptions options = ConnectOptions.builder()
                .uri(server.uri())
                .random(new Random(4711))
                .time(time, pause -> {
                    if (pause.compareTo(ROUND) > 0) {
                        perRound.add(server.requests());
                        betweenRounds.run();
                    }
                    time.sleep(pause);
                })
                .build();
        OrderBook book = OrderBooks.inMemory();
        return reseller.equals("regfish")
                ? Regfish.connect(GeneratedClient.KEY, book, options)
                : Realtime.connect(GeneratedClient.KEY, "acme", book, options);
    }

    /** The requests of every round after the first. */
    List<Integer> rounds() {
        return perRound.subList(1, perRound.size());
    }

    @Override
    public void changed(Order order) {
        changed.add(order.id());
    }
}
