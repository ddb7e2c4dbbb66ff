package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.contender.Contender;
import dev.certbridge.benchmarks.contender.GeneratedClient;
import dev.certbridge.benchmarks.server.Counts;
import dev.certbridge.benchmarks.server.FixedServer;
import dev.certbridge.benchmarks.server.ServerProcess;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.reseller.ConnectOptions;
import java.time.Duration;
import java.util.Optional;

/** The measurement of goals G5 and G6: the connections and requests that the server counts. */
final class Wire {

    private static final int SEQUENTIAL = 5_000;
    private static final int POLLS = 10_000;
    private static final int PERMITS = 256;
    private static final int CALLS = 100_000;
    /** One of this many calls is an order, which uses a new connection. */
    private static final int ORDER_EVERY = 20;

    private Wire() {}

    static void connections(ServerProcess server, GoalResults findings) throws Exception {
        server.reset(Duration.ZERO);
        try (Contender client = new GeneratedClient(server.uri())) {
            one(client, SEQUENTIAL);
        }
        found(findings, Goal.G5_SEQUENTIAL, server.counts(), SEQUENTIAL, 0);

        LocalTls tls = LocalTls.create();
        try (FixedServer secure = new FixedServer(Optional.of(tls.server()));
                Contender client = new GeneratedClient(ConnectOptions.builder()
                        .uri(secure.uri())
                        .tls(tls.client())
                        .build())) {
            one(client, SEQUENTIAL);
            found(findings, Goal.G5_TLS, secure.counts(), SEQUENTIAL, 0);
        }

        // The server waits some milliseconds, so that all permits are in use at the same time.
        server.reset(Duration.ofMillis(5));
        try (Contender client = new GeneratedClient(server.uri())) {
            long failures = ConcurrentCalls.failures(PERMITS, POLLS, n -> client::poll);
            found(findings, Goal.G5_AT_ONCE, server.counts(), POLLS, failures);
        }
        server.reset(Duration.ZERO);
    }

    /**
     * Adds the number of connections as a result if all calls succeeded. Otherwise adds a failure, because a client
     * that cannot connect opens very few connections.
     */
    static void found(GoalResults findings, Goal goal, Counts counts, long calls, long failures) {
        if (counts.requests() == calls && failures == 0 && counts.connections() >= 1) {
            findings.add(goal, counts.connections(), "");
        } else {
            findings.failed(
                    goal.number() + ", " + goal.what(),
                    "of " + calls + " calls " + failures + " failed, and the server saw " + counts.requests()
                            + " requests on " + counts.connections() + " connections");
        }
    }

    static void requests(ServerProcess server, GoalResults findings) throws Exception {
        server.reset(Duration.ZERO);
        try (Contender client = new GeneratedClient(server.uri())) {
            long failures =
                    ConcurrentCalls.failures(8, CALLS, n -> n % ORDER_EVERY == 0 ? client::order : client::poll);
            Counts counts = server.counts();
            long orders = CALLS / ORDER_EVERY;
            long off = Math.abs(counts.orders() - orders)
                    + Math.abs(counts.polls() - (CALLS - orders))
                    + counts.lists()
                    + counts.others();
            findings.add(Goal.G6_REQUESTS, off, counts.polls() + " polls, " + counts.orders() + " orders");
            findings.add(Goal.G6_FAILURES, failures, "");
        }
    }

    private static void one(Contender client, int calls) throws Exception {
        for (int i = 0; i < calls; i++) {
            client.poll();
        }
    }
}
