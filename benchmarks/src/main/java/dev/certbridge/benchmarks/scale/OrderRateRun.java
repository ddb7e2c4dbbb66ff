package dev.certbridge.benchmarks.scale;

import static dev.certbridge.benchmarks.contender.Contender.KEY;

import com.sun.management.OperatingSystemMXBean;
import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The orders of several threads in one order book, each with its own intent, key and names. */
record OrderRateRun(
        MeasuredBook.Type book,
        int threads,
        int orders,
        double seconds,
        double processorSeconds,
        long p50,
        long p99,
        double commitsPerOrder) {

    static final String HEAD = """
            | order book | threads | orders a second | median, ms | 99 of 100 within, ms | processor ms per order | commits per order |
            |---|---:|---:|---:|---:|---:|---:|
            """;

    private static final int MANY = 64;

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Places orders to warm up, and then measures. The CSRs are created before. */
    private static OrderRateRun measure(URI server, MeasuredBook book, int threads)
            throws IOException, InterruptedException {
        int orders = threads == 1 ? 500 : 6_000;
        int warmUp = threads == 1 ? 1_500 : 12_000;
        List<Csr> csrs = SampleOrders.csrs(warmUp + orders);
        ConnectOptions options = ConnectOptions.builder().uri(server).build();
        try (CertificateReseller regfish = Regfish.connect(KEY, book.book(), options)) {
            place(regfish, csrs.subList(0, warmUp), 0, threads);
            long commits = book.commits();
            long processor = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            long[] nanos = place(regfish, csrs.subList(warmUp, csrs.size()), warmUp, threads);
            double seconds = (System.nanoTime() - start) / 1e9;
            double processorSeconds = (SYSTEM.getProcessCpuTime() - processor) / 1e9;
            double perOrder = (double) (book.commits() - commits) / orders;
            Arrays.sort(nanos);
            return new OrderRateRun(
                    book.type(),
                    threads,
                    orders,
                    seconds,
                    processorSeconds,
                    nanos[orders / 2],
                    nanos[orders * 99 / 100],
                    perOrder);
        }
    }

    /** Measures one row with the book and the number of threads in the arguments, and prints its values. */
    public static void main(String[] arguments) throws Exception {
        try (MeasuredBook book = MeasuredBook.open(MeasuredBook.Type.valueOf(arguments[1]))) {
            OrderRateRun run = measure(URI.create(arguments[0]), book, Integer.parseInt(arguments[2]));
            System.out.println(run.orders + " " + run.seconds + " " + run.processorSeconds + " " + run.p50 + " "
                    + run.p99 + " " + run.commitsPerOrder);
        }
        System.exit(0);
    }

    /** Returns the row with the values that {@link #main} printed. */
    static OrderRateRun parse(MeasuredBook.Type book, int threads, String line) {
        String[] values = line.split(" ");
        return new OrderRateRun(
                book,
                threads,
                Integer.parseInt(values[0]),
                Double.parseDouble(values[1]),
                Double.parseDouble(values[2]),
                Long.parseLong(values[3]),
                Long.parseLong(values[4]),
                Double.parseDouble(values[5]));
    }

    /** Places one order for each CSR, and returns the nanoseconds of each. Throws if an order fails. */
    private static long[] place(CertificateReseller regfish, List<Csr> csrs, int first, int threads)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        long[] nanos = new long[csrs.size()];
        List<Future<?>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    for (int n = next.getAndIncrement(); n < nanos.length; n = next.getAndIncrement()) {
                        OrderRequest request = SampleOrders.regfish(csrs.get(n));
                        long start = System.nanoTime();
                        regfish.order(Intent.of("shop/" + (first + n)), request, Spending.unquoted());
                        nanos[n] = System.nanoTime() - start;
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an order failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return nanos;
    }

    private double rate() {
        return orders / seconds;
    }

    /** Returns a sentence if an order takes more commits than it needs. */
    Optional<String> missed() {
        return commitsPerOrder > book.mostCommits
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s, %d threads: %.1f commits per order, at most %d",
                        book.text,
                        threads,
                        commitsPerOrder,
                        book.mostCommits))
                : Optional.empty();
    }

    /** Adds the result for goal G13, if this run measured it. */
    void addTo(GoalResults goals) {
        if (threads == MANY) {
            book.goal.ifPresent(goal -> goals.add(goal, rate(), ""));
        }
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,.0f | %.1f | %.1f | %.2f | %.2f |%n",
                book.text,
                threads,
                rate(),
                p50 / 1e6,
                p99 / 1e6,
                1000 * processorSeconds / orders,
                commitsPerOrder);
    }
}
