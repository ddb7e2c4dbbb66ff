package dev.certbridge.benchmarks.scale;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/** One listing of a large account in a separate process with a small heap. It prints a {@link ListingRow}. */
final class ListingRun {

    /** The number of entries between two measurements of the heap. */
    private static final int BETWEEN = 20_000;

    private long entries;
    private long fullest;

    private ListingRun() {}

    /** Lists an account. The arguments are the address of the server, the name of the reseller and the listing. */
    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments[0]);
        String reseller = arguments[1];
        ListingRun run = new ListingRun();
        ConnectOptions options = ConnectOptions.builder()
                .uri(server)
                .timeLimits(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(5))
                .build();
        OrderBook book = OrderBooks.inMemory();
        long start = System.nanoTime();
        try (CertificateReseller connected = reseller.equals(Regfish.NAME)
                ? Regfish.connect("obviously-fake-key", book, options)
                : Realtime.connect("obviously-fake-key", "acme", book, options)) {
            switch (arguments[2]) {
                case "orders" -> run.count(connected.orders().list());
                case "unclaimed" -> run.count(connected.orders().unclaimed());
                case "certificates" -> run.count(connected.certificates().list());
                default -> run.reconcile(connected, book);
            }
        }
        run.measure();
        System.out.println(new ListingRow(
                        reseller,
                        arguments[2],
                        run.entries,
                        (System.nanoTime() - start) / 1_000_000,
                        run.fullest / (1 << 20))
                .line());
    }

    private void count(Stream<?> listed) {
        listed.forEach(entry -> {
            if (entries++ % BETWEEN == 0) {
                measure();
            }
        });
    }

    private void reconcile(CertificateReseller reseller, OrderBook book) {
        Csr csr = SampleOrders.csrs(1).get(0);
        OrderRequest request =
                reseller.name().equals(Regfish.NAME) ? SampleOrders.regfish(csr) : SampleOrders.realtime(csr);
        try {
            reseller.order(Intent.of("reconciled"), request, Spending.unquoted());
        } catch (OutcomeUnknownException e) {
            measure();
            reseller.orders().reconcile(book.unresolved().get(0));
        }
    }

    private void measure() {
        fullest = Math.max(fullest, WaitingRounds.heap());
    }
}
