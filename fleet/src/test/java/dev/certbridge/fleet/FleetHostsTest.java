package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.regfish.RegfishStub;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("postgres")
class FleetHostsTest {

    private static final int CERTIFICATES = Integer.getInteger("certbridge.fleet.certificates", 60);

    @TempDir
    Path folder;

    /** A host with its own folders and connections. */
    private final class Host {
        final KillPoint kill = new KillPoint();
        final MemoryDeployment deployment = new MemoryDeployment();
        final OrderBook book;
        final FleetRun run;

        Host(String name, EmbeddedPostgres server, RegfishStub stub) throws IOException {
            Path recovery = Files.createDirectory(folder.resolve(name + "-recovery"));
            book = OrderBooks.postgres(server.getPostgresDatabase(), recovery);
            OrderBook killed = kill.wrap(SpendLog.class, SpendLog.of(book));
            run = FleetRun.builder(
                            Map.of("regfish", StubClients.connect(stub, killed, ConnectOptions.defaults())),
                            killed,
                            KeyVault.in(folder.resolve(name + "-keys")),
                            kill.wrap(Deployment.class, deployment))
                    .build();
        }

        FleetReport run(List<CertificateSpec> specs) {
            return run.run(specs, Duration.ofMinutes(1));
        }
    }

    @Test
    void two_hosts_order_each_certificate_once_when_one_is_killed() throws Exception {
        List<CertificateSpec> specs = IntStream.range(0, CERTIFICATES)
                .mapToObj(i -> TestFleet.regfish("c" + i).build())
                .toList();
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
                RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(1))) {
            Host killed = new Host("a", server, stub);
            Host other = new Host("b", server, stub);
            // Two calls decide the state of a certificate, and again before the order. The kill comes after that.
            killed.kill.arm(4 * CERTIFICATES + 120, true);
            CompletableFuture<FleetReport> first = CompletableFuture.supplyAsync(() -> killed.run(specs));
            CompletableFuture<FleetReport> second = CompletableFuture.supplyAsync(() -> other.run(specs));
            String end = first.handle((report, failure) ->
                            failure == null ? report.counts().toString() : failure.toString())
                    .join();
            second.join();
            assertThat(end).contains("Killed");
            assertThat(killed.kill.restart()).as("killed").isTrue();
            assertThat(stub.ledger().orders()).as("ordered by both").isBetween(1, CERTIFICATES);

            // A person looks at the reseller for what the killed process was just about to send.
            Set<String> booked = stub.ledger().entries().stream()
                    .map(Ledger.Entry::keySha256)
                    .collect(Collectors.toSet());
            other.book.unresolved().stream()
                    .filter(attempt -> !booked.contains(attempt.request().csr().keySha256()))
                    .forEach(attempt -> other.book.abandonNow(attempt, "not at the reseller"));
            other.run(specs);
            killed.run(specs);

            assertThat(stub.ledger().entries().stream().map(Ledger.Entry::names).distinct())
                    .hasSize(CERTIFICATES);
            assertThat(stub.ledger().orders()).isEqualTo(CERTIFICATES);
            assertThat(killed.deployment.live.keySet())
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(other.deployment.live.keySet());
            assertThat(other.deployment.live).isNotEmpty();
            long unresolved = other.book.unresolved().size();
            assertThat(killed.deployment.live.size() + other.deployment.live.size() + unresolved)
                    .as("delivered, or to be found when the answer can no longer arrive")
                    .isEqualTo(CERTIFICATES);
            killed.book.close();
            other.book.close();
        }
    }
}
