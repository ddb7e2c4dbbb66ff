package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.benchmarks.gate.Goal;
import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the time of {@code orderAll} at a server that takes 500 ms for each answer, with both kinds of local books
 * (goal G12), and the orders of other clients beside ours when answers are lost.
 */
public final class ParallelOrders {

    private static final long ANSWER_MILLIS = 500;
    private static final int ORDERS = 120;
    private static final List<Integer> AT_A_TIME = List.of(1, 8);
    private static final String HEAD = "| book | orders at a time | seconds for " + ORDERS
            + " orders | orders per second | times as fast as one at a time |\n|---|---:|---:|---:|---:|\n";

    private ParallelOrders() {}

    /**
     * Prints tables of the times and of the orders, and writes them to the file in the first argument. The exit code is
     * 1 if goal G12 is not met, or if our client with its book did not place each order once.
     */
    public static void main(String[] arguments) throws Exception {
        Map<Intent, OrderRequest> requests = requests();
        List<String> rows = new ArrayList<>();
        System.out.print(HEAD);
        double least = Double.MAX_VALUE;
        for (String book : List.of("memory", "SQLite")) {
            double one = 0;
            double ratio = 0;
            for (int parallel : AT_A_TIME) {
                double seconds = seconds(book, requests, parallel);
                one = parallel == 1 ? seconds : one;
                ratio = one / seconds;
                String row = String.format(
                        "| %s | %d | %.1f | %.1f | %.1f |%n", book, parallel, seconds, ORDERS / seconds, ratio);
                System.out.print(row);
                rows.add(row);
            }
            least = Math.min(least, ratio);
        }
        GoalResults goals = new GoalResults();
        goals.add(Goal.G12, least, "");
        List<PeerOrdersRow> peers = new PeerOrders().measure();
        rows.add("\n" + PeerOrdersRow.HEAD);
        peers.forEach(peer -> rows.add(peer.row()));
        Path file = Path.of(arguments[0]);
        ScaleResults.write(file, "java", HEAD, rows.stream());
        ScaleResults.verdicts(goals, file);
        boolean exact = peers.stream()
                .filter(peer -> peer.client().equals(PeerOrdersRow.OURS))
                .allMatch(PeerOrdersRow::isExact);
        if (!exact) {
            System.err.println(PeerOrdersRow.OURS + " did not place each order once");
        }
        System.exit(goals.allMet() && exact ? 0 : 1);
    }

    private static double seconds(String kind, Map<Intent, OrderRequest> requests, int parallel) throws IOException {
        Path folder = Files.createTempDirectory("certbridge-orders");
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);
        HttpServer server = server(threads);
        server.setExecutor(threads);
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (OrderBook book = kind.equals("memory")
                        ? OrderBooks.inMemory()
                        : OrderBooks.sqlite(folder.resolve("orders.db"), folder);
                CertificateReseller reseller = Regfish.connect(
                        "obviously-fake",
                        book,
                        ConnectOptions.builder().uri(uri).build())) {
            long start = System.nanoTime();
            BulkReport report = reseller.orderAll(requests, Spending.unquoted(), BulkOptions.parallel(parallel));
            double seconds = (System.nanoTime() - start) / 1e9;
            if (report.done().size() != ORDERS) {
                throw new IllegalStateException(report + ": " + report.halted());
            }
            return seconds;
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static HttpServer server(ScheduledExecutorService threads) throws IOException {
        AtomicInteger ids = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            boolean order = exchange.getRequestMethod().equals("POST");
            exchange.getRequestBody().readAllBytes();
            String body = order
                    ? "{\"success\":true,\"response\":{\"id\":\"ORDER" + ids.incrementAndGet()
                            + "\",\"status\":\"pending\",\"order_state\":\"PENDING\"}}"
                    : "{\"success\":true,\"response\":[]}";
            threads.schedule(() -> answer(exchange, body), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        });
        return server;
    }

    private static Object answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
        return exchange;
    }

    private static Map<Intent, OrderRequest> requests() {
        Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
        for (int i = 1; i <= ORDERS; i++) {
            String name = "n" + i + ".example.com";
            OrderRequest request = OrderRequest.builder("RapidSSL")
                    .csr(KeyAndCsr.ecP256(name).csr())
                    .build();
            requests.put(Intent.of(name), request);
        }
        return requests;
    }
}
