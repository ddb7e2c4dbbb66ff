package dev.certbridge.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.TestCsr;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A small client over real HTTP that orders one certificate, waits for it and downloads it. It keeps all rules, except
 * for the one that its mistake breaks. It waits by moving the clock of the stub.
 */
final class PlainClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "www.example.com";
    private static final int MOST_READS = 10;
    private static final Duration POLL = Duration.ofSeconds(5);

    private final JudgedStub stub;
    private final Mistake mistake;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    PlainClient(JudgedStub stub, Mistake mistake) {
        this.stub = stub;
        this.mistake = mistake;
    }

    /** A response with its body as JSON, or a missing node. */
    private record Got(HttpResponse<byte[]> response, JsonNode json) {
        int status() {
            return response.statusCode();
        }
    }

    void run() throws IOException, InterruptedException {
        ObjectNode order = order(NAME);
        if (mistake == Mistake.SENDS_NULL) {
            order.putNull(isRegfish() ? "dns_names" : "san");
        }
        if (mistake == Mistake.ACKNOWLEDGES_UNSEEN_CHARGES && !isRegfish()) {
            acknowledge(order);
        }
        if (mistake == Mistake.REPEATS_REFUSED_ORDER) {
            order.put("csr", "no CSR");
        }
        if (mistake == Mistake.REPEATS_REFUSED_ORDER_WITH_NEW_KEY) {
            order.put(isRegfish() ? "sku" : "product", isRegfish() ? "RapidSSLWildcard" : "unknown");
        }
        Optional<String> id = place(order);
        if (mistake == Mistake.ORDERS_TWICE && id.isPresent()) {
            place(order("shop.example.com"));
        }
        boolean issued = id.isPresent() && await(id.get());
        if (!issued || mistake == Mistake.STOPS_AT_UNKNOWN_STATUS_IN_ITS_LAST_OPERATION) {
            return;
        }
        if (isRegfish()) {
            get("/tls/certificate/" + id.get() + "/download/pem");
        } else {
            get("/v2/ssl/certificates");
        }
    }

    /** Sends the order. Searches for it in the listing if the answer is lost or ambiguous. */
    private Optional<String> place(ObjectNode order) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= 3; attempt++) {
            if (mistake == Mistake.REPEATS_REFUSED_ORDER_WITH_NEW_KEY) {
                order.put("csr", TestCsr.of(NAME).pem());
            }
            Optional<Got> answer = trySend(isRegfish() ? "/tls/certificate" : "/v2/ssl/certificates", order);
            Optional<String> id = answer.filter(got -> got.status() < 300).flatMap(this::orderId);
            if (id.isPresent()) {
                return id;
            }
            answer.filter(got ->
                            got.response().headers().firstValue("Retry-After").isPresent())
                    .ifPresent(this::waitFor);
            boolean limited = answer.filter(got -> got.status() == 429).isPresent();
            JsonNode quote = answer.map(got -> got.json().path("quote")).orElse(JSON.missingNode());
            boolean refused = answer.filter(got -> got.status() == 400).isPresent();
            if (quote.has("billables")) {
                order.set("billables", quote.get("billables"));
            } else if (limited && !isRegfish()) {
                continue;
            } else if (mistake == Mistake.REPEATS_LOST_ORDER_AT_ANOTHER_ADDRESS && answer.isEmpty() && !isRegfish()) {
                trySend("/v2/customers/" + stub.customer() + "/certificates", deprecated(order));
                return Optional.empty();
            } else if (refused ? !repeatsRefused() : mistake != Mistake.REPEATS_LOST_ORDER) {
                return refused ? Optional.empty() : search();
            }
        }
        return Optional.empty();
    }

    private boolean repeatsRefused() {
        return mistake == Mistake.REPEATS_REFUSED_ORDER || mistake == Mistake.REPEATS_REFUSED_ORDER_WITH_NEW_KEY;
    }

    private Optional<Got> trySend(String path, ObjectNode order) throws InterruptedException {
        try {
            return Optional.of(send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(order.toString()))
                    .build()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the listing of orders once. */
    void list() throws IOException, InterruptedException {
        search();
    }

    private Optional<String> search() throws IOException, InterruptedException {
        JsonNode list = get(isRegfish() ? "/tls/certificate" : "/v2/processes").json();
        return (isRegfish() ? list.path("response") : list.path("entities"))
                .valueStream()
                .filter(one -> NAME.equals(
                        one.path(isRegfish() ? "common_name" : "identifier").asText()))
                .findFirst()
                .map(one -> one.path("id").asText());
    }

    /** Polls until the order has ended. Returns true if there is a certificate. */
    private boolean await(String id) throws IOException, InterruptedException {
        Set<String> ends = Set.of("issued", "rejected", "COMPLETED", "FAILED");
        String status = "";
        for (int i = 0; i < MOST_READS && !ends.contains(status); i++) {
            if (i > 0 && mistake != Mistake.POLLS_WITHOUT_PAUSE) {
                pause(POLL);
            }
            JsonNode order = get(readPath(id)).json();
            if (mistake == Mistake.FAILS_AT_UNKNOWN_MEMBERS && order.has(BodyMutation.UNHEARD_OF_MEMBER)) {
                return false;
            }
            status = (isRegfish() ? order.path("response") : order)
                    .path("status")
                    .asText();
            if (mistake == Mistake.STOPS_AT_UNKNOWN_STATUS_IN_ITS_LAST_OPERATION
                    && status.equals(BodyMutation.UNHEARD_OF_TEXT)) {
                return false;
            }
        }
        if (mistake == Mistake.POLLS_AFTER_THE_END) {
            for (int i = 0; i < 2; i++) {
                pause(POLL);
                get(readPath(id));
            }
        }
        return Set.of("issued", "COMPLETED").contains(status);
    }

    private String readPath(String id) {
        String path = (isRegfish() ? "/tls/certificate/" : "/v2/processes/") + id;
        return mistake == Mistake.KEY_IN_URL ? path + "?token=" + stub.apiKey() : path;
    }

    private Got get(String path) throws IOException, InterruptedException {
        Got got = send(request(path).GET().build());
        if (got.response().headers().firstValue("Retry-After").isEmpty()) {
            return got;
        }
        waitFor(got);
        return send(request(path).GET().build());
    }

    private void waitFor(Got got) {
        if (mistake == Mistake.IGNORES_RETRY_AFTER) {
            return;
        }
        String value = got.response().headers().firstValue("Retry-After").orElseThrow();
        if (value.matches("\\d+")) {
            pause(Duration.ofSeconds(Long.parseLong(value)));
        } else {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(stub.stub().clock().instant(), until);
            pause(left.isNegative() ? Duration.ZERO : left);
        }
    }

    private void pause(Duration time) {
        stub.stub().advanceClock(time);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stub.uri() + path))
                .header(isRegfish() ? "x-api-key" : "Authorization", (isRegfish() ? "" : "ApiKey ") + stub.apiKey());
        byte[] user = ("user:" + stub.apiKey()).getBytes(StandardCharsets.UTF_8);
        return switch (mistake) {
            case KEY_IN_REFERER -> request.header("Referer", "https://shop.example.com/?key=" + stub.apiKey());
            case KEY_IN_BASE64 ->
                request.header("X-Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
            default -> request;
        };
    }

    private Got send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        boolean whole = text.startsWith("{") && text.endsWith("}");
        return new Got(response, whole ? JSON.readTree(text) : JSON.missingNode());
    }

    private Optional<String> orderId(Got got) {
        return isRegfish()
                ? Optional.ofNullable(got.json().path("response").path("id").textValue())
                : got.response()
                        .headers()
                        .firstValue("x-process-id")
                        .filter(id -> !got.json().isMissingNode());
    }

    private ObjectNode order(String name) {
        ObjectNode order = JSON.createObjectNode().put("csr", TestCsr.of(name).pem());
        return isRegfish()
                ? order.put("sku", "RapidSSL")
                        .put("common_name", name)
                        .put("dcv_method", "dns-cname-token")
                        .put("validity_days", 199)
                : order.put("customer", stub.customer())
                        .put("product", "ssl_example_dv")
                        .put("period", 6);
    }

    /** Returns an order with the same CSR for the deprecated operation, which has other products. */
    private static ObjectNode deprecated(ObjectNode order) {
        ObjectNode old = order.deepCopy()
                .put("product", "ssl_comodo_positive")
                .put("period", 1)
                .put("validationMethod", "DNS")
                .put("provider", "example-provider");
        old.remove("customer");
        old.putObject("properties");
        return old;
    }

    private static void acknowledge(ObjectNode order) {
        order.putArray("billables")
                .addObject()
                .setAll(Map.of(
                        "product", JSON.getNodeFactory().textNode("ssl_example_dv"),
                        "action", JSON.getNodeFactory().textNode("REQUEST"),
                        "quantity", JSON.getNodeFactory().numberNode(1)));
    }

    private boolean isRegfish() {
        return stub.stub().name().equals("regfish");
    }
}
