package dev.certbridge.stub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** From a request to what goes out: route, check, provoked failures, the reseller's own rules, check again. */
final class StubRequestHandler {

    private static final int MAX_TEXT = 1_000;
    private static final int MAX_BREACHES = 20;
    private static final int MAX_VIOLATIONS = 1_000;

    private final StubContract contract;
    private final StubBehaviour rules;
    private final Ledger ledger;
    private final Clock clock;
    private final FailureQueue failures = new FailureQueue();
    private final RequestTriggers turns = new RequestTriggers();
    private final Journal journal = new Journal();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    StubRequestHandler(StubContract contract, StubBehaviour rules, Ledger ledger, Clock clock) {
        this.contract = contract;
        this.rules = rules;
        this.ledger = ledger;
        this.clock = clock;
    }

    Journal journal() {
        return journal;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void answer(String operationId, CannedFailure failure) {
        failure.check(contract.operation(operationId));
        failures.add(operationId, failure);
    }

    void before(int next, Runnable turn) {
        turns.before(next, turn);
    }

    WireResponse handle(
            String method,
            String path,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        if (method.equals("GET") && path.equals(StubReseller.LEDGER_PATH)) {
            // The stub's own, so neither checked nor in the journal.
            return WireResponse.of(Reply.json(200, ledger.json()));
        }
        if (method.equals("GET") && path.equals(StubReseller.JOURNAL_PATH)) {
            return WireResponse.of(Reply.json(200, journal.json()));
        }
        Optional<Reply> stuck = turned();
        // Collections of one vendor's own client end in a slash.
        boolean slashed = path.length() > 1 && path.endsWith("/");
        String plainPath = slashed ? path.substring(0, path.length() - 1) : path;
        Optional<StubOperation> found = contract.find(method, plainPath);
        if (found.isEmpty()) {
            Reply reply = stuck.orElseGet(() -> rules.unknownRoute(method, path));
            record(Journal.NO_OPERATION, method, path, reply.status(), List.of("not in the contract"), List.of(), true);
            return WireResponse.of(reply);
        }
        StubOperation operation = found.get();
        Map<String, String> pathParameters = new LinkedHashMap<>();
        operation.match(method, plainPath).orElseThrow().forEach((name, raw) -> pathParameters.put(name, decoded(raw)));
        LenientRequest read = LenientRequest.of(
                contract,
                operation,
                new StubCall(operation.id(), method, plainPath, pathParameters, query, headers, body));
        StubCall call = read.call();
        Map<Boolean, List<ContractViolation>> breaches =
                contract.check().request(call).stream().collect(Collectors.partitioningBy(rules::refuses));
        List<String> deviations = new ArrayList<>(slashed ? List.of("the path ends in a slash") : List.of());
        deviations.addAll(read.deviations());
        breaches.get(false).forEach(breach -> deviations.add(breach.toString()));
        deviations.addAll(DeviationChecks.deviations(contract, operation, call));
        Optional<CannedFailure> failure = failures.next(call);
        WireResponse outcome =
                stuck.map(WireResponse::of).orElseGet(() -> outcome(operation, call, breaches.get(true), failure));
        record(
                operation.id(),
                method,
                path,
                outcome.reply().status(),
                breaches.get(true).stream().map(ContractViolation::toString).toList(),
                deviations,
                failure.isEmpty() && !operation.shows(outcome.reply()));
        return outcome;
    }

    /** The answer when a knob could not be turned, for the stub is not what the test wants it to be. */
    private Optional<Reply> turned() {
        try {
            turns.request();
            return Optional.empty();
        } catch (RuntimeException e) {
            String text = "a knob of the stub failed when it was turned: " + e;
            violated(text);
            return Optional.of(loud(text));
        }
    }

    private WireResponse outcome(
            StubOperation operation, StubCall call, List<ContractViolation> breaches, Optional<CannedFailure> failure) {
        if (failure.isPresent() && !failure.get().isAfterBooking()) {
            return failure.get().on(new FaultContext(operation, call, clock.instant(), WireResponse.NOTHING));
        }
        WireResponse carriedOut =
                WireResponse.of(rules.sent(call, checked(call, carriedOut(operation, call, breaches))));
        return failure.map(f -> f.on(new FaultContext(operation, call, clock.instant(), carriedOut)))
                .orElse(carriedOut);
    }

    private Reply carriedOut(StubOperation operation, StubCall call, List<ContractViolation> breaches) {
        try {
            Optional<String> key = rules.credential(call);
            if (key.isEmpty()
                    || !(key.get().equals(rules.apiKey()) || ReservedNames.isReservedKey(contract, key.get()))) {
                return rules.unauthorized();
            }
            if (!breaches.isEmpty()) {
                return rules.refusal(call, breaches);
            }
            return ReservedNames.inKey(operation, key.get())
                    .or(() -> ReservedNames.among(operation, rules.names(call)))
                    .or(() -> rules.answer(call))
                    .orElseGet(() -> operation.canned(call.isQuote()));
        } catch (RuntimeException e) {
            violated(operation.id() + ": the stub failed: " + e);
            return loud("the stub failed: " + e);
        }
    }

    private void violated(String text) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(beginning(text));
        }
    }

    /** A stub that breaks its own contract must not pass for a reseller that does. */
    private Reply checked(StubCall call, Reply reply) {
        List<String> broken = contract.check().response(call, reply);
        if (broken.isEmpty()) {
            return reply;
        }
        String text = call.operationId() + " answered " + reply.status() + ": " + String.join("; ", broken);
        violated(text);
        return loud("the stub broke its contract: " + text);
    }

    private static Reply loud(String text) {
        return Reply.json(500, JsonNodeFactory.instance.objectNode().put("message", text));
    }

    private void record(
            String operationId,
            String method,
            String path,
            int status,
            List<String> breaches,
            List<String> deviations,
            boolean behaved) {
        journal.add(new Journal.Exchange(
                clock.instant(),
                operationId,
                beginning(method),
                beginning(path),
                status,
                bounded(breaches),
                bounded(deviations),
                behaved));
    }

    private static List<String> bounded(List<String> texts) {
        return texts.stream()
                .limit(MAX_BREACHES)
                .map(StubRequestHandler::beginning)
                .toList();
    }

    /** Returns the beginning of a text that is kept for every request, so that long ones do not fill the memory. */
    private static String beginning(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String decoded(String raw) {
        try {
            // A plus is a plus in a path.
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
