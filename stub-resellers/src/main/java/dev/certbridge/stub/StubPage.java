package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.SettingChange.StubSetting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Answers requests outside of the API of the reseller: requests that read the ledger and the journal, load the page of
 * the stub, or switch faults and settings on and off.
 */
final class StubPage {

    /** The path of the JSON that the page reads every second. */
    static final String STATE_PATH = "/__state";

    /**
     * The path at which a POST switches on a fault. A DELETE of {@code /__faults/<number>} switches off the fault with
     * this number.
     */
    static final String FAULTS_PATH = "/__faults";

    /** The path of the settings. A DELETE of {@code /__settings/<number>} switches off the setting with this number. */
    static final String SETTINGS_PATH = "/__settings";

    private static final int MAX_ENTRIES = 100;

    // Two stubs at the same port, one after the other, count their requests from 1.
    private static final AtomicLong STUBS = new AtomicLong();

    private final String run = ProcessHandle.current().pid() + "-" + STUBS.incrementAndGet();
    private final StubReseller stub;
    private final StubContext context;
    private final StubRequestHandler handler;

    StubPage(StubReseller stub, StubContext context, StubRequestHandler handler) {
        this.stub = stub;
        this.context = context;
        this.handler = handler;
    }

    /** Returns the answer to a request to the stub itself, or empty if the request is for the API of the reseller. */
    Optional<Reply> answer(StubCall request) {
        try {
            return request.method().equals("GET") ? shown(request) : changed(request);
        } catch (IllegalArgumentException e) {
            return Optional.of(error(400, String.valueOf(e.getMessage())));
        }
    }

    private Optional<Reply> shown(StubCall request) {
        return switch (request.path()) {
            case StubReseller.LEDGER_PATH ->
                Optional.of(Reply.json(200, context.ledger().json()));
            case StubReseller.JOURNAL_PATH ->
                Optional.of(Reply.json(200, handler.journal().json()));
            case STATE_PATH -> Optional.of(Reply.json(200, state(request.query())));
            case StubReseller.PAGE_PATH ->
                acceptsHtml(request.headers()) ? Optional.of(Document.PAGE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Reply> changed(StubCall request) {
        String method = request.method();
        String path = request.path();
        boolean switchesOn = method.equals("POST") && path.equals(FAULTS_PATH);
        boolean endsFault = method.equals("DELETE") && path.startsWith(FAULTS_PATH + "/");
        boolean revertsSetting = method.equals("DELETE") && path.startsWith(SETTINGS_PATH + "/");
        if (!switchesOn && !endsFault && !revertsSetting) {
            return Optional.empty();
        }
        Optional<Reply> refused = refusal(request.headers());
        if (refused.isPresent()) {
            return refused;
        }
        if (switchesOn) {
            switchOn(request.json());
        } else if (endsFault && !handler.end(number(path.substring(FAULTS_PATH.length() + 1)))) {
            throw new IllegalArgumentException("this fault has already ended");
        } else if (revertsSetting && !revert(number(path.substring(SETTINGS_PATH.length() + 1)))) {
            throw new IllegalArgumentException("this setting has already been switched off");
        }
        ObjectNode json = Reply.object();
        json.set("faults", faults());
        json.set("settings", settings());
        return Optional.of(Reply.json(200, json));
    }

    private static boolean acceptsHtml(Map<String, List<String>> headers) {
        return headers.getOrDefault("accept", List.of()).stream().anyMatch(accept -> accept.contains("text/html"));
    }

    /**
     * Refuses a change that was sent by a web page of another program on this machine. The server has already refused
     * requests from pages of other machines. A browser sends JSON to another origin only after a preflight request,
     * which a stub never allows.
     */
    private static Optional<Reply> refusal(Map<String, List<String>> headers) {
        if (!headers.getOrDefault("content-type", List.of()).equals(List.of("application/json"))) {
            return Optional.of(error(415, "a change of a fault or setting requires Content-Type: application/json"));
        }
        List<String> own = headers.getOrDefault("host", List.of()).stream()
                .map(host -> "http://" + host.toLowerCase(Locale.ROOT))
                .toList();
        boolean foreign = headers.getOrDefault("sec-fetch-site", List.of()).contains("same-site")
                || !own.containsAll(headers.getOrDefault("origin", List.of()));
        return foreign
                ? Optional.of(error(403, "only the page of this stub may change its faults and settings; open " + own))
                : Optional.empty();
    }

    private static Reply error(int status, String message) {
        return Reply.json(status, Reply.object().put("message", message));
    }

    /**
     * Returns the state of the stub. The query parameter {@code after} contains the number of the last request that the
     * page has received. The query parameter {@code run} identifies the stub from which the page received its last
     * state. If the parameter {@code run} is missing or identifies another stub, the returned state also contains the
     * earlier requests, and all faults and settings that a user can choose.
     */
    private JsonNode state(Map<String, List<String>> query) {
        boolean known = query.getOrDefault("run", List.of()).contains(run);
        long after = known
                ? query.getOrDefault("after", List.of()).stream()
                        .mapToLong(StubPage::number)
                        .max()
                        .orElse(0)
                : 0;
        ObjectNode json = Reply.object()
                .put("run", run)
                .put("time", stub.clock().instant().toString());
        handler.recentRequests().addTo(json, after, stub.uri());
        json.set("orders", context.history().json());
        json.set("ledger", context.ledger().json(MAX_ENTRIES));
        json.set("faults", faults());
        json.set("settings", settings());
        if (!known) {
            json.put("reseller", stub.name()).put("url", stub.uri().toString()).put("key", stub.apiKey());
            StubProvider.find(stub.name())
                    .flatMap(StubProvider::account)
                    .ifPresent(account -> json.put("account", account));
            json.set("choices", choices());
        }
        return json;
    }

    private JsonNode faults() {
        ArrayNode json = Reply.object().arrayNode();
        handler.provoked().forEach(provoked -> {
            ObjectNode fault = json.addObject()
                    .put("number", provoked.number())
                    .put("operation", provoked.operationId())
                    .put("fault", provoked.text());
            int calls = provoked.failure().times();
            if (calls != CannedFailure.ALWAYS) {
                fault.put("calls", calls);
            }
        });
        return json;
    }

    private JsonNode settings() {
        ArrayNode json = Reply.object().arrayNode();
        stub.reversibleSettings()
                .ifPresent(settings -> settings.changes()
                        .forEach(change ->
                                json.addObject().put("number", change.number()).put("setting", change.name())));
        return json;
    }

    private boolean revert(long number) {
        return stub.reversibleSettings()
                .filter(settings -> settings.revert(number))
                .isPresent();
    }

    private JsonNode choices() {
        ObjectNode json = Reply.object();
        ArrayNode operations = json.putArray("operations");
        for (StubOperation operation : StubContract.of(stub.name()).operations()) {
            ArrayNode documented =
                    operations.addObject().put("id", operation.id()).putArray("documented");
            operation
                    .failures()
                    .forEach((status, examples) ->
                            examples.keySet().forEach(example -> documented.add(status + " " + example)));
        }
        Stream.of(WireFault.values()).map(WireFault::word).forEach(json.putArray("faults")::add);
        StubSetting.of(stub).stream()
                .filter(StubSetting::isSwitch)
                .map(StubSetting::name)
                .forEach(json.putArray("settings")::add);
        return json;
    }

    /**
     * Switches on a {@code schedule} or a {@code fault} of an {@code operation}. The member {@code fault} contains the
     * name of a {@link WireFault}, or the status and the name of an example of the contract.
     */
    private void switchOn(JsonNode request) {
        if (request.hasNonNull("schedule")) {
            stub.play(Schedule.parse(request.path("schedule").asText()));
            return;
        }
        String text = request.path("fault").asText();
        String operationId = request.path("operation").asText();
        CannedFailure failure = WireFault.find(text).map(WireFault::failure).orElseGet(() -> {
            String[] documented = text.split(" ", 2);
            return CannedFailure.documented(Math.toIntExact(number(documented[0])), documented[documented.length - 1]);
        });
        boolean always = request.path("always").asBoolean();
        stub.answer(operationId, always ? failure.always() : failure, text);
    }

    private static long number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("not a number of at most 9 digits: " + text);
        }
        return Long.parseLong(text);
    }

    /** The HTML document of the page, which contains its style and its script. */
    private static final class Document {

        static final Reply PAGE = read();

        private static Reply read() {
            try (InputStream resource = StubPage.class.getResourceAsStream("page.html")) {
                if (resource == null) {
                    throw new IllegalStateException("page.html is missing from the jar of the stubs");
                }
                byte[] html = resource.readAllBytes();
                String text = new String(html, StandardCharsets.UTF_8);
                String policy =
                        "default-src 'none'; connect-src 'self'; img-src data:; style-src " + hash(text, "style")
                                + "; script-src " + hash(text, "script")
                                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                return Reply.bytes(200, "text/html;charset=utf-8", html)
                        .with("Content-Security-Policy", policy)
                        .with("X-Content-Type-Options", "nosniff")
                        .with("Referrer-Policy", "no-referrer")
                        .with("Cross-Origin-Resource-Policy", "same-origin")
                        .with("Cache-Control", "no-store");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Returns the hash of the only element with this name. A browser that receives this hash ignores all other
         * styles or scripts.
         */
        private static String hash(String html, String element) {
            String content = html.substring(
                    html.indexOf("<" + element + ">") + element.length() + 2, html.indexOf("</" + element));
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
                return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
