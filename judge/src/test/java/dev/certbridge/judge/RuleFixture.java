package dev.certbridge.judge;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.RunDetails;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubExchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The evidence for tests of rules: requests of a client, with their times in milliseconds after the start. */
abstract class RuleFixture {

    static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    static final String KEY = "not-a-real-key";
    static final String ORDER = "{\"common_name\":\"www.example.com\"}";

    static final RunDetails RUN = new RunDetails(START, "1.2.3", "17.0.1", new TreeMap<>(Map.of("regfish", "4.5.6")));

    final List<StubExchange> exchanges = new ArrayList<>();
    final List<Ledger.Entry> bookings = new ArrayList<>();
    List<OrderCalls> quietCalls = List.of();
    Optional<Instant> ended = Optional.empty();
    Instant judgedAt = Instant.EPOCH;
    JudgeOptions options = JudgeOptions.defaults().pollInterval(Duration.ofSeconds(1));

    void read(long millis, Reply reply) {
        add(millis, "GET", "/tls/certificate/A", "getCertificate", "", reply, false, List.of());
    }

    void order(long millis, String body, Reply reply, List<String> names) {
        exchanges.add(
                exchange(millis, "POST", "/tls/certificate", "createCertificate", Map.of(), body, reply, false, names));
    }

    void add(
            long millis,
            String method,
            String path,
            String operation,
            String query,
            Reply reply,
            boolean isFinal,
            List<String> names) {
        Map<String, List<String>> parameters = query.isEmpty() ? Map.of() : Map.of("query", List.of(query));
        exchanges.add(exchange(millis, method, path, operation, parameters, "", reply, isFinal, names));
    }

    static StubExchange exchange(
            long millis,
            String method,
            String path,
            String operation,
            Map<String, List<String>> query,
            String body,
            Reply reply,
            boolean isFinal,
            List<String> names) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return exchange(
                millis,
                new StubCall(operation, method, path, Map.of(), query, Map.of(), bytes),
                reply,
                Duration.ZERO,
                isFinal,
                names);
    }

    static StubExchange exchange(
            long millis, StubCall call, Reply reply, Duration delay, boolean isFinal, List<String> names) {
        return new StubExchange(
                START.plusMillis(millis), call, reply, delay, List.of(), names, List.of(), List.of(), isFinal);
    }

    /** Returns an order with a late answer. */
    static StubExchange late(long millis, Duration delay, Reply reply) {
        StubExchange order = exchange(
                millis, "POST", "/tls/certificate", "createCertificate", Map.of(), ORDER, reply, false, List.of());
        return exchange(millis, order.call(), reply, delay, false, List.of());
    }

    static List<String> names(String name) {
        return name == null ? List.of() : List.of(name);
    }

    static Reply waiting(String retryAfter) {
        return Reply.empty(429).with("Retry-After", retryAfter);
    }

    JudgeVerdict verdict(JudgeRule rule) {
        return rule.judge(evidence("regfish")).verdict();
    }

    Evidence evidence(String reseller) {
        return new Evidence(
                ContractDocument.onClassPath(reseller),
                KEY,
                "x-api-key",
                exchanges,
                bookings,
                ended,
                judgedAt,
                quietCalls,
                options);
    }
}
