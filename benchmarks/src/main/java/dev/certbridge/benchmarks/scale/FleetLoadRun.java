package dev.certbridge.benchmarks.scale;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.Deployment;
import dev.certbridge.fleet.FleetReport;
import dev.certbridge.fleet.FleetRun;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Orders the due certificates of a fleet in a separate process, with a book in SQLite. It prints the seconds, and the
 * most heap and resident memory in MB.
 */
final class FleetLoadRun {

    static final String RUN = "run";
    static final String LOOP = "loop";

    private static final Duration WAIT = Duration.ofMinutes(30);
    private static final Duration POLLING = Duration.ofMillis(500);
    private static final String PRODUCT = "RapidSSL";

    private FleetLoadRun() {}

    /**
     * Orders. The arguments are {@link #RUN} or {@link #LOOP}, the address of the stub, its API key, the number of
     * certificates, the number of those that are due, and the file with the certificate of all others.
     */
    public static void main(String[] arguments) throws IOException {
        int certificates = Integer.parseInt(arguments[3]);
        int due = Integer.parseInt(arguments[4]);
        ConnectOptions options = ConnectOptions.builder()
                .uri(URI.create(arguments[1]))
                .polling(new Polling(POLLING, POLLING))
                .build();
        try (MeasuredBook book = MeasuredBook.open(MeasuredBook.Type.SQLITE);
                CertificateReseller reseller = Regfish.connect(arguments[2], book.book(), options)) {
            KeyVault vault = KeyVault.in(book.folder().resolve("keys"));
            IssuedCertificate deployed = IssuedCertificate.parse(Files.readAllBytes(Path.of(arguments[5])));
            long start = System.nanoTime();
            if (arguments[0].equals(RUN)) {
                FleetRun run = FleetRun.builder(
                                Map.of(Regfish.NAME, reseller), book.book(), vault, new LoadedDeployment(due, deployed))
                        .build();
                requireOrdered(due, run.run(specs(certificates), WAIT));
            } else {
                loop(due, reseller, vault);
            }
            System.out.printf(
                    "%d | %d | %d%n",
                    (System.nanoTime() - start) / 1_000_000_000, heapPeak() / 1_000_000, WaitingRounds.residentPeak());
        }
    }

    private static List<CertificateSpec> specs(int certificates) {
        return IntStream.range(0, certificates)
                .mapToObj(i -> CertificateSpec.builder("c" + i, Regfish.NAME, PRODUCT, Spending.unquoted())
                        .names(List.of("c" + i + ".example.com"))
                        .build())
                .toList();
    }

    private static void requireOrdered(int due, FleetReport report) {
        if (report.ordered().size() != due) {
            throw new IllegalStateException(report.ordered().size() + " ordered, " + due + " due: " + report.counts());
        }
    }

    private static void loop(int due, CertificateReseller reseller, KeyVault vault) {
        for (int i = 0; i < due; i++) {
            String name = "c" + i + ".example.com";
            KeyAndCsr key = vault.getOrCreate(name, () -> KeyAndCsr.ecP256(name));
            Order order = reseller.order(
                    Intent.of(name),
                    OrderRequest.builder(PRODUCT)
                            .csr(key.csr())
                            .validity(Validity.days(199))
                            .build(),
                    Spending.unquoted());
            reseller.orders().await(order.id(), WAIT, DnsPublisher.none());
        }
    }

    /** Returns the sum of the peaks of all parts of the heap. */
    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** A deployment in which the first specifications have no certificate, and all others have the same one. */
    private static final class LoadedDeployment implements Deployment {

        private final int due;
        private final IssuedCertificate other;
        private final Map<String, IssuedCertificate> installed = new HashMap<>();

        LoadedDeployment(int due, IssuedCertificate other) {
            this.due = due;
            this.other = other;
        }

        @Override
        public synchronized Optional<IssuedCertificate> deployed(CertificateSpec spec) {
            boolean isDue = Integer.parseInt(spec.id().substring(1)) < due;
            return isDue ? Optional.ofNullable(installed.get(spec.id())) : Optional.of(other);
        }

        @Override
        public synchronized void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
            installed.put(spec.id(), certificate);
        }

        @Override
        public Map<String, String> activate(Collection<CertificateSpec> all) {
            return Map.of();
        }

        @Override
        public boolean isPending(CertificateSpec spec) {
            return false;
        }
    }
}
