package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import feign.RequestLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A server that accepts every order as 4711 and echoes the key, and a client of it with a book. */
final class Shop implements AutoCloseable {

    static final String KEY = "Obviously-Fake-Key";

    private final HttpServer server;
    private final Transport transport;
    private Runnable beforeResponse = () -> {};

    /** The only operation of the server. */
    public interface Api {
        @RequestLine("POST /orders")
        ApiResponse createCertificate(Map<String, String> body, SpendPermit spend);
    }

    /** Maps no errors, because the server refuses nothing. */
    private static final class NoFailures implements ErrorMapper {
        @Override
        public ResellerException readError(ApiResponse response) {
            return spendError(response, new byte[0]);
        }

        @Override
        public ResellerException writeError(ApiResponse response) {
            return spendError(response, new byte[0]);
        }

        @Override
        public ResellerException spendError(ApiResponse response, byte[] request) {
            return new OutcomeUnknownException(response.origin(), false, null, "unexpected", null);
        }
    }

    Shop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::accept);
        server.start();
        transport = new Transport(
                "regfish",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                Credential.header("x-api-key", KEY),
                ConnectOptions.defaults(),
                new NoFailures());
    }

    void beforeItAnswers(Runnable work) {
        beforeResponse = work;
    }

    SpendExecutor.Placed order(SpendLog book) {
        SpendExecutor executor = new SpendExecutor(
                ORIGIN, book, SPEND, response -> response.header("x-process-id").map(BookSamples::id), LONG);
        Api api = transport.api(Api.class);
        return executor.order(
                Spending.unquoted(),
                Optional.empty(),
                spend -> api.createCertificate(Map.of("sku", "RapidSSL"), spend));
    }

    private void accept(HttpExchange exchange) throws IOException {
        beforeResponse.run();
        exchange.getResponseHeaders().set("X-Process-Id", "4711");
        exchange.getResponseHeaders().set("X-Echo", exchange.getRequestHeaders().getFirst("X-Api-Key"));
        exchange.getResponseHeaders().set(KEY, "in a name");
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    @Override
    public void close() {
        transport.close();
        server.stop(0);
    }
}
