package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubExchange;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, which are processes with folders of their own, and one order book in PostgreSQL. */
@Tag("postgres")
class FleetHostsTest {

    private static final int CERTIFICATES = Integer.getInteger("certbridge.fleet.certificates", 16);
    private static final int SIGKILL = 128 + 9;
    private static final int MOST_RUNS = 5;

    @TempDir
    Path folder;

    @Test
    void two_hosts_order_and_deliver_each_certificate_once_when_one_is_killed() throws Exception {
        List<CertificateSpec> specs = FleetHost.specs(CERTIFICATES);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
                OrderBook book = OrderBooks.postgres(
                        server.getPostgresDatabase(), Files.createDirectory(folder.resolve("recovery")));
                RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(1));
                FleetHost killed = start("a", stub, server);
                FleetHost other = start("b", stub, server)) {
            Set<String> unanswered = ConcurrentHashMap.newKeySet();
            stub.listen(exchange -> killAtHalf(exchange, stub, killed, unanswered));
            killed.awaitReady();
            other.awaitReady();
            killed.begin();
            other.begin();
            Map<String, FleetState> states = other.states();
            assertThat(killed.awaitEnd()).isEqualTo(SIGKILL);

            // What is unresolved was being sent by the killed host, and the other host leaves it alone.
            assertThat(unanswered).as("ordered, and killed before the answer").isNotEmpty();
            List<Attempt> unresolved = book.unresolved();
            assertThat(keys(unresolved)).containsAll(unanswered).allMatch(killed::hasKey);
            assertThat(unresolved)
                    .allSatisfy(attempt -> assertThat(states)
                            .containsEntry(attempt.intent().name().split("/")[0], FleetState.WAITING));
            assertThat(stub.ledger().orders()).isBetween(CERTIFICATES / 2, CERTIFICATES);

            passTenMinutes(server);
            // A person looks at the reseller. The hosts themselves find the orders that the reseller has.
            Set<String> booked = keys(stub);
            book.unresolved().stream()
                    .filter(attempt -> !booked.contains(attempt.request().csr().keySha256()))
                    .forEach(attempt -> book.abandon(attempt, "the reseller has no such order"));
            try (FleetHost again = start("a", stub, server)) {
                again.awaitReady();
                requireAllDelivered(again, other);
            }

            assertThat(book.unresolved()).isEmpty();
            assertThat(stub.ledger().orders()).isEqualTo(CERTIFICATES);
            Map<String, String> first = killed.deployedKeys(specs);
            Map<String, String> second = other.deployedKeys(specs);
            assertThat(first.values()).containsAll(unanswered);
            assertThat(second).isNotEmpty().doesNotContainKeys(first.keySet().toArray(String[]::new));
            assertThat(first.size() + second.size()).isEqualTo(CERTIFICATES);
            Set<String> delivered = new HashSet<>(first.values());
            delivered.addAll(second.values());
            assertThat(delivered).isEqualTo(keys(stub));
        }
    }

    private FleetHost start(String name, RegfishStub stub, EmbeddedPostgres server) throws Exception {
        return FleetHost.start(folder.resolve(name), CERTIFICATES, stub, server.getJdbcUrl("postgres", "postgres"));
    }

    /**
     * Kills the host at its first order after half of the certificates are ordered, before it gets the answer. The
     * orders of the other host wait for this moment.
     */
    private static void killAtHalf(StubExchange exchange, RegfishStub stub, FleetHost host, Set<String> unanswered) {
        if (exchange.call().operationId().equals("createCertificate")
                && stub.ledger().orders() >= CERTIFICATES / 2) {
            String key = stub.ledger().entries().stream()
                    .filter(entry -> entry.names().equals(exchange.names()))
                    .map(Ledger.Entry::keySha256)
                    .findFirst()
                    .orElseThrow();
            if (!host.hasKey(key)) {
                host.awaitEnd();
            } else if (host.isAlive()) {
                host.kill();
                unanswered.add(key);
            }
        }
    }

    /** Moves the times in the book back instead of the clock, so that nothing can be in progress any more. */
    private static void passTenMinutes(EmbeddedPostgres server) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE certbridge.certbridge_attempt SET begun = " + tenMinutesBefore("begun"));
            statement.executeUpdate("UPDATE certbridge.certbridge_account SET began = " + tenMinutesBefore("began")
                    + ", reading_until = " + tenMinutesBefore("reading_until"));
        }
    }

    private static String tenMinutesBefore(String column) {
        return "to_char((" + column + "::timestamptz - interval '10 minutes') AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** Runs on both hosts until each certificate is valid on one host and taken on the other. */
    private static void requireAllDelivered(FleetHost one, FleetHost other) throws Exception {
        Map<String, FleetState> first = Map.of();
        Map<String, FleetState> second = Map.of();
        for (int runs = 0; runs < MOST_RUNS && !isDelivered(first, second); runs++) {
            one.begin();
            first = one.states();
            other.begin();
            second = other.states();
        }
        assertThat(isDelivered(first, second)).as(first + " and " + second).isTrue();
    }

    private static boolean isDelivered(Map<String, FleetState> first, Map<String, FleetState> second) {
        return first.size() == CERTIFICATES
                && first.keySet().stream()
                        .allMatch(id -> EnumSet.of(first.get(id), second.get(id))
                                .equals(EnumSet.of(FleetState.VALID, FleetState.TAKEN)));
    }

    private static Set<String> keys(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.request().csr().keySha256())
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(RegfishStub stub) {
        return stub.ledger().entries().stream().map(Ledger.Entry::keySha256).collect(Collectors.toSet());
    }
}
