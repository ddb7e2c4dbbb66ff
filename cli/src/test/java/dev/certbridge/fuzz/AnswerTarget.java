package dev.certbridge.fuzz;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A client whose reseller gives the same answer to every request of one call. The first line of an input has the call
 * and the status, {@code order 202} for instance, the others are the body.
 */
final class AnswerTarget extends FuzzTarget {

    static {
        // Head and body are two packets, and the second would wait 40 ms for the first one's acknowledgment.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String CUSTOMER = "acme";
    private static final Csr CSR = KeyAndCsr.ecP256("www.example.com").csr();
    private static final OrderRequest REQUEST = OrderRequest.builder("RapidSSL")
            .csr(CSR)
            .validity(Validity.months(12))
            .build();

    private interface Connection {
        CertificateReseller connect(OrderBook book, ConnectOptions options);
    }

    private record Answer(int status, byte[] body) {}

    private final String provider;
    private final String account;
    private final Connection connection;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Answer answer = new Answer(500, new byte[0]);

    private AnswerTarget(String provider, String account, Connection connection) {
        super(List.of(ResellerException.class));
        this.provider = provider;
        this.account = account;
        this.connection = connection;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static FuzzTarget regfish() {
        return new AnswerTarget("regfish", OrderId.NONE, (book, options) -> Regfish.connect("fake-key", book, options));
    }

    static FuzzTarget realtime() {
        return new AnswerTarget(
                "realtime", CUSTOMER, (book, options) -> Realtime.connect("fake-key", CUSTOMER, book, options));
    }

    @Override
    void read(byte[] input) {
        int line = text(input).indexOf('\n');
        String[] head = text(input).substring(0, Math.max(line, 0)).split(" ", 2);
        answer = new Answer(status(head.length == 2 ? head[1] : ""), Arrays.copyOfRange(input, line + 1, input.length));
        ConnectOptions options = ConnectOptions.builder()
                .uri(uri())
                .retries(ReadRetryPolicy.none())
                .build();
        try (OrderBook book = OrderBooks.inMemory();
                CertificateReseller reseller = connection.connect(book, options)) {
            call(head[0]).accept(reseller);
        }
    }

    private Consumer<CertificateReseller> call(String name) {
        OrderId order = new OrderId(
                provider,
                uri().getAuthority(),
                account,
                OrderId.Kind.ORDER,
                "4711",
                CSR.keySha256(),
                DomainName.namesSha256(REQUEST.names()));
        Intent intent = Intent.of("fuzz");
        return switch (name) {
            case "products" -> CertificateReseller::products;
            case "orders" -> reseller -> reseller.orders().list().limit(1_000).forEach(listed -> {});
            case "certificates" ->
                reseller -> reseller.certificates().list().limit(1_000).forEach(listed -> {});
            case "certificate" ->
                reseller ->
                        reseller.certificates().get(new CertificateId(provider, uri().getAuthority(), account, "4711"));
            case "download" -> reseller -> reseller.orders().download(order);
            case "quote" -> reseller -> reseller.quote(REQUEST);
            case "order" -> reseller -> reseller.order(intent, REQUEST, Spending.unquoted());
            case "limited-order" ->
                reseller -> reseller.order(intent, REQUEST, Spending.upTo(Money.of("EUR", "25.00")));
            default -> reseller -> reseller.orders().get(order);
        };
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static int status(String text) {
        return text.matches("[2-5][0-9][0-9]") ? Integer.parseInt(text) : 200;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer now = answer;
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-process-id", "4711");
        boolean none = now.body().length == 0 || now.status() == 204 || now.status() == 304;
        exchange.sendResponseHeaders(now.status(), none ? -1 : now.body().length);
        try (OutputStream body = exchange.getResponseBody()) {
            if (!none) {
                body.write(now.body());
            }
        }
    }

    @Override
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
