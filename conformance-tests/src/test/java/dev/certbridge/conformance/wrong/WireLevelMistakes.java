package dev.certbridge.conformance.wrong;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxiedResponse;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.proxy.UpstreamConnection;
import dev.certbridge.conformance.wrong.WireLevelMistakes.WireMistakes.Habit;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes that clients make near the wire. */
final class WireLevelMistakes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REFUSED = "{\"success\":false,\"type\":\"ValidationError\",\"message\":\"refused\"}";
    private static final String MISSING = "{\"success\":false,\"type\":\"ObjectDoesNotExist\",\"message\":\"missing\"}";
    private static final Pattern TEXT_OF_DIGITS = Pattern.compile("(_days|ttl)\":\"\\d+\"");
    private static final Pattern PROCESS_FILTER = Pattern.compile("[?&]process(?::eq|%3Aeq)?=(\\d+)");

    private WireLevelMistakes() {}

    /** Sends a write once more when its connection breaks. */
    static final Habit REPEATS_WHAT_IS_LOST = (sent, way) -> {
        try {
            return Optional.of(way.forward(sent));
        } catch (IOException lost) {
            return Optional.of(way.forward(sent));
        }
    };

    /** Sends a write once more when it is refused. */
    static final Habit SENDS_AGAIN_WHAT_IS_REFUSED = (sent, way) -> {
        ProxiedResponse response = way.forward(sent);
        return Optional.of(sent.isWrite() && response.status() >= 400 ? way.forward(sent) : response);
    };

    /** Takes whatever fails a write for a refusal. */
    static final Habit TAKES_FAILURES_FOR_REFUSALS = changing(
            (sent, response) -> sent.isWrite() && (response.status() >= 500 || response.status() == 422),
            response -> ProxiedResponse.json(400, REFUSED));

    /** Takes whatever fails a read for something that is not there. */
    static final Habit TAKES_FAILURES_FOR_MISSING = changing(
            (sent, response) -> !sent.isWrite() && response.status() >= 500,
            response -> ProxiedResponse.json(404, MISSING));

    /** Never reads how long to wait. */
    static final Habit IGNORES_RETRY_AFTER =
            changing((sent, response) -> true, response -> response.without("retry-after"));

    /** Goes wherever it is sent, with everything it has. */
    static final Habit FOLLOWS_REDIRECTS = (sent, way) -> {
        ProxiedResponse response = way.forward(sent);
        Optional<URI> there = response.headers().stream()
                .filter(line -> line.regionMatches(true, 0, "location:", 0, 9))
                .map(line -> URI.create(line.substring(9).strip()))
                .filter(URI::isAbsolute)
                .findFirst();
        boolean redirect = response.status() / 100 == 3 && there.isPresent();
        if (!redirect) {
            return Optional.of(response);
        }
        try (UpstreamConnection other = new UpstreamConnection(there.get().getPort())) {
            return Optional.of(other.forward(sent));
        }
    };

    /** Understands a refusal by its body only. */
    static final Habit NEEDS_A_BODY = changing(
            (sent, response) -> response.status() >= 400 && response.body().length == 0,
            response -> response.withStatus(500));

    /** Takes a conflict for the end of a read. */
    static final Habit TAKES_CONFLICTS_FOR_THE_END = changing(
            (sent, response) -> !sent.isWrite() && response.status() == 409,
            response -> ProxiedResponse.json(404, MISSING));

    /** Agrees to every charge that it is asked to acknowledge. */
    static final Habit ACKNOWLEDGES_EVERYTHING = (sent, way) -> {
        ProxiedResponse response = way.forward(sent);
        JsonNode asked = json(response).path("quote").path("billables");
        return Optional.of(response.status() == 400 && asked.isArray() ? way.forward(agreeing(sent, asked)) : response);
    };

    /** Drops values that it does not know. */
    static final Habit DROPS_UNKNOWN_VALUES = changing(
            (sent, response) -> true,
            response -> response.withBody(text(response).replace("\"OF_TOMORROW\"", "null")));

    /** Reads nothing but the members it knows, all of them, with numbers as numbers. */
    static final Habit READS_TODAYS_ANSWERS_ONLY =
            changing(WireLevelMistakes::isOfTomorrow, response -> ProxiedResponse.json(500, "{}"));

    /** Takes null for a fault, where no example of the contract has it. */
    static final Habit FAILS_ON_NULL = changing(
            (sent, response) -> text(response).contains("\"contract_valid_until\":null"),
            response -> ProxiedResponse.json(500, "{}"));

    /** Throws away an answer that it cannot decode. */
    static final Habit DISCARDS_INCOMPLETE_ANSWERS = (sent, way) -> {
        ProxiedResponse response = way.forward(sent);
        return sent.isWrite() && response.status() / 100 == 2 && json(response).isMissingNode()
                ? Optional.empty()
                : Optional.of(response);
    };

    /** Believes that all it is shown is what it asked for. */
    static final Habit BELIEVES_FILTERS = (sent, way) -> {
        ProxiedResponse response = way.forward(sent);
        Matcher asked = PROCESS_FILTER.matcher(sent.target());
        JsonNode body = json(response);
        if (!asked.find() || !body.path("entities").isArray()) {
            return Optional.of(response);
        }
        body.path("entities").forEach(entity -> ((ObjectNode) entity).put("process", Long.parseLong(asked.group(1))));
        return Optional.of(response.withBody(body.toString()));
    };

    /** Keeps to itself that a record is to go. */
    static final Habit LEAVES_RECORDS_BEHIND = (sent, way) -> Optional.of(
            sent.head().get(0).startsWith("DELETE ")
                    ? ProxiedResponse.json(200, "{\"success\":true}")
                    : way.forward(sent));

    private static Habit changing(
            BiPredicate<ReceivedRequest, ProxiedResponse> when, UnaryOperator<ProxiedResponse> change) {
        return (sent, way) -> {
            ProxiedResponse response = way.forward(sent);
            return Optional.of(when.test(sent, response) ? change.apply(response) : response);
        };
    }

    /**
     * A member that nobody knows, a certificate without the days that it may lack, or a number that comes as a text.
     */
    private static boolean isOfTomorrow(ReceivedRequest sent, ProxiedResponse response) {
        JsonNode read =
                sent.isWrite() ? MissingNode.getInstance() : json(response).path("response");
        return text(response).contains("certbridgeUnknown")
                || (read.has("common_name") && !read.has("validity_days"))
                || TEXT_OF_DIGITS.matcher(text(response)).find();
    }

    private static ReceivedRequest agreeing(ReceivedRequest sent, JsonNode asked) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(sent.body());
        ArrayNode billables = body.putArray("billables");
        asked.forEach(line -> billables
                .addObject()
                .put("product", line.path("product").asText())
                .put("action", line.path("action").asText())
                .put("quantity", line.path("quantity").asInt()));
        byte[] bytes = body.toString().getBytes(UTF_8);
        return new ReceivedRequest(
                sent.connection(),
                sent.head().stream()
                        .map(line -> line.regionMatches(true, 0, "content-length:", 0, 15)
                                ? "Content-Length: " + bytes.length
                                : line)
                        .toList(),
                bytes);
    }

    private static String text(ProxiedResponse response) {
        return new String(response.body(), UTF_8);
    }

    private static JsonNode json(ProxiedResponse response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** A proxy between a right client and the stub that makes one mistake, so that both together are a wrong client. */
    static final class WireMistakes implements AutoCloseable {

        /** Answers a request. Without a response, it closes the connection. */
        @FunctionalInterface
        interface Habit {
            Optional<ProxiedResponse> on(ReceivedRequest sent, Way way) throws IOException;
        }

        /** The connection to the stub. */
        @FunctionalInterface
        interface Way {
            /** Returns the response of the stub; throws {@link IOException} when the stub cuts the connection. */
            ProxiedResponse forward(ReceivedRequest sent) throws IOException;
        }

        private final FaultProxy proxy;

        WireMistakes(URI stub, Habit habit) {
            ProxyStep step = exchange -> {
                Optional<ProxiedResponse> response = habit.on(
                        exchange.request(),
                        sent -> exchange.upstream().orElseThrow().forward(sent));
                return response.isPresent() && response.get().on(exchange);
            };
            proxy = FaultProxy.before(stub, (connection, first, rest) -> rest.read(), request -> step);
        }

        URI uri() {
            return proxy.uri();
        }

        /** Returns true if something listens there. */
        static boolean reaches(URI uri) {
            try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            proxy.close();
        }
    }
}
