package dev.certbridge.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.certbridge.reseller.ConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on this machine that answers as a test says, and remembers what was asked. */
final class ScriptedRegfishServer implements AutoCloseable {

    static final String KEY = "obviously-fake-key-4711";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Function<Asked, Said>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> locations = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request: method and path as one text, and its body as JSON. */
    record Asked(String route, JsonNode body) {}

    /** An answer; without a status the connection is closed instead. */
    record Said(int status, byte[] body) {
        static Said json(int status, String json) {
            return new Said(status, json.getBytes(StandardCharsets.UTF_8));
        }

        /** In regfish's envelope. */
        static Said response(String json) {
            return json(200, "{\"success\":true,\"code\":0,\"response\":" + json + "}");
        }

        static Said refusal(int status, String message) {
            return json(status, "{\"success\":false,\"message\":\"" + message + "\"}");
        }

        static Said lost() {
            return new Said(0, new byte[0]);
        }
    }

    ScriptedRegfishServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers a route so from now on; what has no answer is 404. */
    ScriptedRegfishServer on(String route, Said said) {
        return on(route, request -> said);
    }

    ScriptedRegfishServer on(String route, Function<Asked, Said> answer) {
        answers.put(route, answer);
        return this;
    }

    /** Names an address in {@code Location} with the answers of a route. */
    ScriptedRegfishServer locating(String route, String location) {
        locations.put(route, location);
        return this;
    }

    ConnectOptions options() {
        // A pause of thirty seconds takes thirty seconds: jitter draws the middle.
        return ConnectOptions.builder()
                .uri(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .random(() -> Long.MIN_VALUE)
                .build();
    }

    /** Every request so far, oldest first. */
    List<String> routes() {
        return asked.stream().map(Asked::route).toList();
    }

    /** The requests that were no reads. */
    List<Asked> writes() {
        return asked.stream()
                .filter(request -> !request.route().startsWith("GET "))
                .toList();
    }

    /** Forgets what was asked. */
    void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Asked request = new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), JSON.readTree(body));
        asked.add(request);
        Said said = answers.getOrDefault(request.route(), any -> Said.refusal(404, "Not found"))
                .apply(request);
        if (said.status() == 0) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (locations.containsKey(request.route())) {
            exchange.getResponseHeaders().add("Location", locations.get(request.route()));
        }
        exchange.sendResponseHeaders(said.status(), said.body().length == 0 ? -1 : said.body().length);
        exchange.getResponseBody().write(said.body());
        exchange.close();
    }
}
