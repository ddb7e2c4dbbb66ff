package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.contender.Contender;
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
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** The measurement of goal G9: the requests in each round of {@code awaitAll}, in simulated time. */
final class AwaitAllRequests {

    private static final int ORDERS = 10_000;
    /**
     * The duration of the wait. After ten minutes, {@code awaitAll} begins to poll unchanged orders, which also counts.
     */
    private static final Duration LIMIT = Duration.ofMinutes(14);
    /** A longer pause is between two rounds. A shorter one is between two attempts of a read. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);

    private AwaitAllRequests() {}

    static void forMany(GoalResults findings) {
        forMany(
                "realtime",
                "acme",
                Goal.G9_REALTIME,
                findings,
                (book, options) -> Realtime.connect(Contender.KEY, "acme", book, options));
        forMany(
                "regfish",
                "-",
                Goal.G9_REGFISH,
                findings,
                (book, options) -> Regfish.connect(Contender.KEY, book, options));
    }

    private static void forMany(
            String reseller,
            String account,
            Goal goal,
            GoalResults findings,
            BiFunction<OrderBook, ConnectOptions, CertificateReseller> connect) {
        List<Integer> rounds = new ArrayList<>();
        SimulatedTime time = new SimulatedTime();
        try (PendingOrderServer server = new PendingOrderServer(ORDERS)) {
            ConnectOptions options = ConnectOptions.builder()
                    .uri(server.uri())
                    .random(new Random(1))
                    .time(time, pause -> {
                        if (pause.compareTo(BETWEEN_ROUNDS) > 0) {
                            rounds.add(server.requests());
                        }
                        time.sleep(pause);
                    })
                    .build();
            try (CertificateReseller connected = connect.apply(OrderBooks.inMemory(), options)) {
                int left = connected
                        .orders()
                        .awaitAll(server.at(reseller, account), LIMIT, DnsPublisher.none(), new Nobody())
                        .size();
                if (left != ORDERS || rounds.size() < 25) {
                    throw new IllegalStateException(
                            "the wait is not what it should be: " + left + " orders left, rounds " + rounds);
                }
            }
        }
        findings.add(goal, Collections.max(rounds.subList(1, rounds.size())), "first round " + rounds.get(0));
    }

    private record Nobody() implements AwaitListener {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            throw new IllegalStateException("nothing is issued here");
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw new IllegalStateException("nothing ends here", why);
        }
    }
}
