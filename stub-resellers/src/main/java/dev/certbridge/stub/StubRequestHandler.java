package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CannedFailure.FaultContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Handles a request: finds the operation, checks the request, applies provoked failures, calls the behaviour, and
 * checks the answer.
 */
final class StubRequestHandler {

    private static final int MAX_TEXT = 1_000;
    private static final int MAX_LISTED = 20;
    private static final int MAX_VIOLATIONS = 1_000;

    private final StubContract contract;
    private final StubBehaviour behaviour;
    private final Clock clock;
    private final Journal journal = new Journal();
    private final RecentRequests recent = new RecentRequests();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, List<ProvokedFailure>> failures = new HashMap<>();
    private final Map<Long, List<Runnable>> triggers = new HashMap<>();
    private final Map<String, Supplier<JsonNode>> pages = new ConcurrentHashMap<>();
    private final List<Consumer<StubExchange>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable StubPage page;
    private long lastFailure;
    private long received;

    /**
     * A failure that has been provoked and has not ended. The page of the stub shows the number and the text of the
     * failure.
     */
    record ProvokedFailure(long number, String operationId, String text, CannedFailure failure) {}

    StubRequestHandler(StubContract contract, StubBehaviour behaviour, Clock clock) {
        this.contract = contract;
        this.behaviour = behaviour;
        this.clock = clock;
    }

    void serve(String method, String path, Supplier<JsonNode> page) {
        pages.put(method + " " + path, page);
    }

    /** Sets the page that answers requests to the stub itself. This method must be called before the first request. */
    void setPage(StubPage page) {
        this.page = page;
    }

    Journal journal() {
        return journal;
    }

    RecentRequests recentRequests() {
        return recent;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void listen(Consumer<StubExchange> listener) {
        listeners.add(listener);
    }

    void answer(String operationId, CannedFailure failure, String text) {
        failure.check(contract.operation(operationId));
        synchronized (failures) {
            lastFailure++;
            failures.computeIfAbsent(operationId, id -> new ArrayList<>())
                    .add(new ProvokedFailure(lastFailure, operationId, text, failure));
        }
    }

    /** Returns the failures that have not ended, oldest first. */
    List<ProvokedFailure> provoked() {
        synchronized (failures) {
            return failures.values().stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing(ProvokedFailure::number))
                    .toList();
        }
    }

    /** Ends a failure. Returns false if no failure has this number. */
    boolean end(long number) {
        synchronized (failures) {
            return failures.values().stream()
                    .map(queue -> queue.removeIf(one -> one.number() == number))
                    .reduce(false, Boolean::logicalOr);
        }
    }

    /** Returns the first failure that applies to this call, and removes the failure after its last call. */
    private Optional<CannedFailure> nextFailure(StubCall call) {
        synchronized (failures) {
            List<ProvokedFailure> queue = failures.getOrDefault(call.operationId(), List.of());
            for (int i = 0; i < queue.size(); i++) {
                ProvokedFailure provoked = queue.get(i);
                CannedFailure failure = provoked.failure();
                if (failure.isFor(call)) {
                    if (failure.times() == 1) {
                        queue.remove(i);
                    } else if (failure.times() != CannedFailure.ALWAYS) {
                        CannedFailure rest = failure.times(failure.times() - 1);
                        queue.set(i, new ProvokedFailure(provoked.number(), call.operationId(), provoked.text(), rest));
                    }
                    return Optional.of(failure);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Runs an action just before a later request is handled. If {@code next} is 1, the action runs before the next
     * request.
     */
    void before(int next, Runnable action) {
        synchronized (triggers) {
            triggers.computeIfAbsent(received + next, number -> new ArrayList<>())
                    .add(action);
        }
    }

    /**
     * Runs the actions that are due before this request. Returns an error reply if an action fails, because the test
     * depends on the action.
     */
    private Optional<Reply> runTriggers() {
        try {
            synchronized (triggers) {
                received++;
                Optional.ofNullable(triggers.remove(received)).ifPresent(actions -> actions.forEach(Runnable::run));
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            String text = "a setting of the stub could not be changed: " + e;
            addViolation(text);
            return Optional.of(serverError(text));
        }
    }

    /** Answers a request whose operation is not known yet. */
    WireResponse handle(StubCall request) {
        String method = request.method();
        String path = request.path();
        Supplier<JsonNode> served = pages.get(method + " " + path);
        Optional<Reply> own = served != null
                ? Optional.of(Reply.json(200, served.get()))
                : Objects.requireNonNull(page).answer(request);
        if (own.isPresent()) {
            // The page belongs to the stub, not to the contract, so the request is neither checked nor recorded in the
            // journal.
            return WireResponse.of(own.get());
        }
        Instant at = clock.instant();
        Optional<Reply> failed = runTriggers();
        // The client of one vendor adds a slash to the end of the paths of collections.
        boolean slashed = path.length() > 1 && path.endsWith("/");
        String plainPath = slashed ? path.substring(0, path.length() - 1) : path;
        Optional<StubOperation> found = contract.find(method, plainPath);
        if (found.isEmpty()) {
            Reply reply = failed.orElseGet(() -> behaviour.unknownRoute(method, path));
            recordUnknown(at, request, reply, "not in the contract");
            return WireResponse.of(reply);
        }
        StubOperation operation = found.get();
        Map<String, String> pathParameters = new LinkedHashMap<>(
                operation.definition().pathParameters(plainPath).orElseThrow());
        // In a path, a plus sign does not mean a space.
        pathParameters.replaceAll((name, raw) -> decoded(raw.replace("+", "%2B")));
        StubCall sent = new StubCall(
                operation.id(), method, plainPath, pathParameters, request.query(), request.headers(), request.body());
        LenientRequest lenient = LenientRequest.of(operation, sent);
        StubCall call = lenient.call();
        Map<Boolean, List<ContractViolation>> broken =
                contract.check().request(call).stream().collect(Collectors.partitioningBy(behaviour::refuses));
        List<String> deviations = new ArrayList<>(slashed ? List.of("the path ends in a slash") : List.of());
        deviations.addAll(lenient.deviations());
        broken.get(false).forEach(violation -> deviations.add(violation.toString()));
        deviations.addAll(LenientRequest.unknownValues(operation, call));
        Optional<CannedFailure> failure = nextFailure(call);
        WireResponse response =
                failed.map(WireResponse::of).orElseGet(() -> respond(operation, call, broken.get(true), failure));
        record(
                sent,
                path,
                response.reply().status(),
                broken.get(true).stream().map(ContractViolation::toString).toList(),
                deviations,
                failure.isEmpty() && !operation.isExample(response.reply()));
        notify(
                at,
                call,
                response,
                Stream.concat(broken.get(true).stream().map(ContractViolation::toString), deviations.stream())
                        .toList());
        return response;
    }

    /**
     * Records a request that the server refused before this handler received it, and passes the request to the
     * listeners.
     */
    void refused(StubCall request, int status, String reason) {
        recordUnknown(clock.instant(), request, Reply.empty(status), reason);
    }

    private void recordUnknown(Instant at, StubCall call, Reply reply, String reason) {
        record(call, call.path(), reply.status(), List.of(reason), List.of(), true);
        listeners.forEach(listener -> listener.accept(new StubExchange(
                at, call, reply, Duration.ZERO, List.of(reason), List.of(), List.of(), List.of(), false)));
    }

    private void notify(Instant at, StubCall call, WireResponse response, List<String> differences) {
        if (listeners.isEmpty()) {
            return;
        }
        Reply reply = response.reply();
        StubExchange exchange = new StubExchange(
                at,
                call,
                reply,
                response.delay(),
                differences,
                behaviour.names(call),
                behaviour.acknowledgedCharges(call),
                behaviour.quotedCharges(reply),
                behaviour.isFinal(call, reply));
        listeners.forEach(listener -> listener.accept(exchange));
    }

    private WireResponse respond(
            StubOperation operation, StubCall call, List<ContractViolation> broken, Optional<CannedFailure> failure) {
        if (failure.isPresent() && !failure.get().isAfterBooking()) {
            return failure.get().on(new FaultContext(operation, call, clock.instant(), WireResponse.NOTHING));
        }
        Reply checked = checked(call, answer(operation, call, broken));
        WireResponse carriedOut = WireResponse.of(behaviour.sent(call, checked));
        return failure.map(f -> f.on(new FaultContext(operation, call, clock.instant(), carriedOut)))
                .orElse(carriedOut);
    }

    private Reply answer(StubOperation operation, StubCall call, List<ContractViolation> broken) {
        try {
            String key = behaviour.credential(call).orElse("");
            if (!key.equals(behaviour.apiKey()) && !ReservedNames.isReservedKey(contract, key)) {
                return behaviour.unauthorized();
            }
            if (!broken.isEmpty()) {
                return behaviour.refusal(call, broken);
            }
            return ReservedNames.inKey(operation, key)
                    .or(() -> ReservedNames.among(operation, behaviour.names(call)))
                    .or(() -> behaviour.answer(call))
                    .orElseGet(() -> operation.canned(call.isQuote()));
        } catch (RuntimeException e) {
            addViolation(operation.id() + ": the stub failed: " + e);
            return serverError("the stub failed: " + e);
        }
    }

    /**
     * Returns the reply, or an error reply if the reply breaks the contract. A reply that breaks the contract is a
     * mistake of the stub.
     */
    private Reply checked(StubCall call, Reply reply) {
        List<String> broken = contract.check().response(call, reply);
        if (broken.isEmpty()) {
            return reply;
        }
        String text = call.operationId() + " answered " + reply.status() + ": " + String.join("; ", broken);
        addViolation(text);
        return serverError("the stub broke its contract: " + text);
    }

    private void addViolation(String text) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(shortened(text));
        }
    }

    private static Reply serverError(String message) {
        return Reply.json(500, Reply.object().put("message", message));
    }

    private void record(
            StubCall call, String path, int status, List<String> refused, List<String> deviations, boolean behaved) {
        String key = behaviour.credential(call).orElse("");
        Journal.Exchange exchange = new Journal.Exchange(
                clock.instant(),
                call.operationId(),
                shortened(call.method()),
                shortened(withoutKey(withoutKey(path, key), behaviour.apiKey())),
                status,
                shortened(refused),
                shortened(deviations),
                behaved);
        journal.add(exchange);
        recent.add(
                exchange, new CurlCommand(call, path, key, contract.keyHeader().toLowerCase(Locale.ROOT)));
    }

    private static String withoutKey(String path, String key) {
        return key.isEmpty() ? path : path.replace(key, "(key)");
    }

    private static List<String> shortened(List<String> texts) {
        return texts.stream()
                .limit(MAX_LISTED)
                .map(StubRequestHandler::shortened)
                .toList();
    }

    /** Shortens a long text, because the journal contains many texts. */
    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /** Decodes a part of a query. If the part cannot be decoded, returns the part unchanged. */
    static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}
