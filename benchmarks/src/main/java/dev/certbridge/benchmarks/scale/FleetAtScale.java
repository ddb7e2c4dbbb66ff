package dev.certbridge.benchmarks.scale;

import dev.certbridge.fleet.FleetYear;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.client.StubClients;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures one run over many certificates, beside a loop over {@code order} and {@code await}, and simulates a year of a
 * fleet. The stub of regfish is in this process, the client in another one.
 */
public final class FleetAtScale {

    private static final String HEAP = "300m";
    private static final String YEAR_HEAP = "4g";
    private static final String SEED = "20261130";
    private static final String HEAD =
            "| | requests | seconds | MB of heap, most | MB resident, most |\n" + "|---|---:|---:|---:|---:|\n";

    private final List<String> rows = new ArrayList<>();

    private FleetAtScale() {}

    /**
     * Prints two tables, and writes them to a file. The arguments are the number of certificates of the run, the number
     * of those that are due, the number of certificates of the year, and the file. Fails if the heap is too small for
     * the run, if an order is missing, or if the year has problems.
     */
    public static void main(String[] arguments) throws IOException {
        int certificates = Integer.parseInt(arguments[0]);
        int due = Integer.parseInt(arguments[1]);
        FleetAtScale measured = new FleetAtScale();
        System.out.print(HEAD);
        measured.load(
                FleetLoadRun.RUN,
                String.format(Locale.ROOT, "one run over %,d certificates, %,d due", certificates, due),
                certificates,
                due);
        measured.load(
                FleetLoadRun.LOOP,
                String.format(Locale.ROOT, "a loop over `order` and `await`, %,d certificates", due),
                due,
                due);
        measured.year(arguments[2]);
        ScaleResults.write(Path.of(arguments[3]), "java -Xmx" + HEAP, HEAD, measured.rows.stream());
        // The stubs leave threads that are not daemons.
        System.exit(0);
    }

    private void load(String way, String text, int certificates, int due) throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Path deployed = Files.createTempFile("fleet", ".pem");
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().readsUntilIssued(2))) {
            Files.writeString(deployed, wildcard(stub));
            stub.listen(exchange -> requests.incrementAndGet());
            try (MeasuredJvm client = MeasuredJvm.start(
                    HEAP,
                    FleetLoadRun.class,
                    way,
                    stub.uri().toString(),
                    stub.apiKey(),
                    Integer.toString(certificates),
                    Integer.toString(due),
                    deployed.toString())) {
                String measured = client.line();
                row(String.format(Locale.ROOT, "| %s | %,d | %s |%n", text, requests.get(), measured));
            }
        } finally {
            Files.delete(deployed);
        }
    }

    /** Returns the certificate that is deployed for every specification that is not due. */
    private static String wildcard(RegfishStub stub) {
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = StubClients.connect(stub, book)) {
            Order order = reseller.order(
                    Intent.of("wildcard"),
                    OrderRequest.builder("RapidSSLWildcard")
                            .csr(KeyAndCsr.ecP256("*.example.com").csr())
                            .validity(Validity.days(199))
                            .build(),
                    Spending.unquoted());
            return reseller.orders()
                    .await(order.id(), Duration.ofMinutes(1), DnsPublisher.none())
                    .fullChainPem();
        }
    }

    private void year(String certificates) throws IOException {
        try (MeasuredJvm year = MeasuredJvm.start(YEAR_HEAP, FleetYear.class, certificates, SEED)) {
            row("\n");
            for (String line = year.line(); !line.isEmpty(); line = year.line()) {
                row(line + "\n");
            }
        }
    }

    private void row(String row) {
        System.out.print(row);
        rows.add(row);
    }
}
