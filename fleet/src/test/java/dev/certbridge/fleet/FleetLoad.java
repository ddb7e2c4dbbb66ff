package dev.certbridge.fleet;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.regfish.RegfishStub;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One run over 10,000 certificates of which 350 are due, beside a loop over {@code order} and {@code await}. */
final class FleetLoad {

    private static final Duration WAIT = Duration.ofMinutes(30);

    private FleetLoad() {}

    public static void main(String[] values) throws Exception {
        int certificates = Integer.parseInt(values[0]);
        int due = Integer.parseInt(values[1]);
        Path folder = Files.createTempDirectory("fleet");
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(2))) {
            AtomicInteger requests = new AtomicInteger();
            stub.listen(exchange -> requests.incrementAndGet());
            try (OrderBook book =
                    OrderBooks.sqlite(folder.resolve("fleet.db"), Files.createDirectory(folder.resolve("r1")))) {
                CertificateReseller reseller = StubClients.connect(stub, book, polling());
                IssuedCertificate wildcard = wildcard(reseller);
                requests.set(0);
                fleet(certificates, due, reseller, book, folder, wildcard, requests);
            }
            requests.set(0);
            try (OrderBook book =
                    OrderBooks.sqlite(folder.resolve("loop.db"), Files.createDirectory(folder.resolve("r2")))) {
                loop(due, StubClients.connect(stub, book, polling()), folder, requests);
            }
        }
        System.exit(0);
    }

    private static ConnectOptions polling() {
        return ConnectOptions.builder()
                .polling(new Polling(Duration.ofMillis(500), Duration.ofMillis(500)))
                .build();
    }

    private static IssuedCertificate wildcard(CertificateReseller reseller) {
        KeyAndCsr key = KeyAndCsr.ecP256("*.example.com");
        Order order = reseller.order(
                Intent.of("wildcard"),
                OrderRequest.builder("RapidSSLWildcard")
                        .csr(key.csr())
                        .validity(Validity.days(199))
                        .build(),
                Spending.unquoted());
        return reseller.orders().await(order.id(), WAIT, DnsPublisher.none());
    }

    private static void fleet(
            int certificates,
            int due,
            CertificateReseller reseller,
            OrderBook book,
            Path folder,
            IssuedCertificate wildcard,
            AtomicInteger requests) {
        List<CertificateSpec> specs = new ArrayList<>();
        for (int i = 0; i < certificates; i++) {
            specs.add(TestFleet.regfish("c" + i).build());
        }
        Map<String, IssuedCertificate> installed = new HashMap<>();
        Deployment deployment = new Deployment() {
            @Override
            public Optional<IssuedCertificate> deployed(CertificateSpec spec) {
                boolean isDue = Integer.parseInt(spec.id().substring(1)) < due;
                return Optional.ofNullable(installed.get(spec.id()))
                        .or(() -> isDue ? Optional.empty() : Optional.of(wildcard));
            }

            @Override
            public synchronized void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
                installed.put(spec.id(), certificate);
            }

            @Override
            public Map<String, String> activate(Collection<CertificateSpec> all) {
                return Map.of();
            }
        };
        Instant begun = Clock.systemUTC().instant();
        FleetReport report = FleetRun.builder(
                        Map.of("regfish", reseller), book, KeyVault.in(folder.resolve("keys")), deployment)
                .build()
                .run(specs, WAIT);
        print("run over " + certificates + " certificates, " + due + " due", begun, requests);
        System.out.println(report.counts() + ", ordered " + report.ordered().size());
    }

    private static void loop(int due, CertificateReseller reseller, Path folder, AtomicInteger requests) {
        KeyVault vault = KeyVault.in(folder.resolve("loop-keys"));
        Instant begun = Clock.systemUTC().instant();
        for (int i = 0; i < due; i++) {
            String name = "loop" + i + ".example.com";
            KeyAndCsr key = vault.getOrCreate(name, () -> KeyAndCsr.ecP256(name));
            Order order = reseller.order(
                    Intent.of(name),
                    OrderRequest.builder("RapidSSL")
                            .csr(key.csr())
                            .validity(Validity.days(199))
                            .build(),
                    Spending.unquoted());
            reseller.orders().await(order.id(), WAIT, DnsPublisher.none());
        }
        print("loop over order and await, " + due + " certificates", begun, requests);
    }

    private static void print(String what, Instant begun, AtomicInteger requests) {
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println(what + ": " + requests + " requests, "
                + Duration.between(begun, Clock.systemUTC().instant()).toSeconds() + " s, "
                + peak / 1_000_000 + " MB of heap at most, stub included");
    }
}
