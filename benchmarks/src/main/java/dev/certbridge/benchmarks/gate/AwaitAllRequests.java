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

/** The measurements of goals G9 and G11: the requests in each round of {@code awaitAll}, in simulated time. */
public final class AwaitAllRequests {

    private static final int ORDERS = 10_000;

    private static final int ACCOUNT = 200_000;
    private static final int FEW = 3;
    /**
     * The duration of the wait. After ten minutes, {@code awaitAll} begins to poll unchanged orders, which also counts.
     */
    private static final Duration LIMIT = Duration.ofMinutes(14);
    /** A longer pause is between two rounds. A shorter one is between two attempts of a read. */
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(10);

    private AwaitAllRequests() {}

    static void forMany(GoalResults findings) {
        realtime(ORDERS, ORDERS, Goal.G9_REALTIME, findings);
        regfish(ORDERS, ORDERS, Goal.G9_REGFISH, findings);
    }

    /** Measures a wait for a few orders of a large account, where Realtime Register ignores filters. */
    public static void forFew(GoalResults findings) {
        realtime(ACCOUNT, FEW, Goal.G11_REALTIME, findings);
        regfish(ACCOUNT, FEW, Goal.G11_REGFISH, findings);
    }

    private static void realtime(int listed, int awaited, Goal goal, GoalResults findings) {
        measure(
                "realtime",
                "acme",
                listed,
                awaited,
                goal,
                findings,
                (book, options) -> Realtime.connect(Contender.KEY, "acme", book, options));
    }

    private static void regfish(int listed, int awaited, Goal goal, GoalResults findings) {
        measure(
                "regfish",
                "-",
                listed,
                awaited,
                goal,
                findings,
                (book, options) -> Regfish.connect(Contender.KEY, book, options));
    }

    private static void measure(
            String reseller,
            String account,
            int listed,
            int awaited,
            Goal goal,
            GoalResults findings,
            BiFunction<OrderBook, ConnectOptions, CertificateReseller> connect) {
        List<Integer> rounds = new ArrayList<>();
        SimulatedTime time = new SimulatedTime();
        try (PendingOrderServer server = new PendingOrderServer(listed, listed == awaited)) {
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
                        .awaitAll(
                                server.at(reseller, account).subList(0, awaited),
                                LIMIT,
                                DnsPublisher.none(),
                                new Nobody())
                        .size();
                if (left != awaited || rounds.size() < 25) {
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
