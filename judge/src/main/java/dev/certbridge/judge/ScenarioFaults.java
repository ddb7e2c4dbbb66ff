package dev.certbridge.judge;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.FaultRule;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubReseller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Adds the faults of a scenario to a stub. The contract of the reseller defines the operations that get faults. */
final class ScenarioFaults {

    /**
     * The format of dates in HTTP headers. The constant {@link DateTimeFormatter#RFC_1123_DATE_TIME} is not used,
     * because it writes the first nine days of a month with one digit.
     */
    static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final StubReseller stub;
    private final ContractDocument contract;

    ScenarioFaults(StubReseller stub, ContractDocument contract) {
        this.stub = stub;
        this.contract = contract;
    }

    /** Adds a fault to each operation that can cost money, except quote requests. */
    void spends(Consumer<FaultRule> fault) {
        operations(ContractOperation::spends).forEach(id -> fault.accept(rule(id)));
    }

    void late(Duration delay) {
        spends(rule -> rule.answers(CannedFailure.late(delay).always()));
    }

    void unavailable(Duration retryAfter) {
        Supplier<Reply> reply = () -> waiting(503, "Under maintenance", String.valueOf(retryAfter.toSeconds()));
        spends(rule -> rule.always().mutate(carriedOut -> reply.get()));
        reads(rule -> rule.once().beforeBooking().mutate(carriedOut -> reply.get()));
    }

    void rateLimitedForSeconds(Duration retryAfter) {
        rateLimited(() -> String.valueOf(retryAfter.toSeconds()));
    }

    void rateLimitedUntilDate(Duration retryAfter) {
        rateLimited(() -> httpDate(stub.clock().instant().plus(retryAfter)));
    }

    private void rateLimited(Supplier<String> retryAfter) {
        Consumer<FaultRule> fault = rule ->
                rule.once().beforeBooking().mutate(carriedOut -> waiting(429, "Too many requests", retryAfter.get()));
        spends(fault);
        reads(fault);
    }

    /**
     * Makes the answers of a stub unusual. Only the first answers contain unknown values, so that a client can still
     * finish. Quotes are not changed, because a client may copy the lines of a quote into its order.
     */
    void oddAnswers() {
        for (ContractOperation operation : contract.operations()) {
            OddAnswer odd = new OddAnswer(operation);
            boolean oneObject = operation.method().equals("GET") && operation.pathParameterCount() > 0;
            if (oneObject || operation.spends()) {
                rule(operation.id()).once().mutate(odd::withUnknownValues);
            }
            rule(operation.id()).always().mutate(odd::withUnknownMembers);
        }
    }

    private void reads(Consumer<FaultRule> fault) {
        operations(operation -> operation.method().equals("GET")).forEach(id -> fault.accept(rule(id)));
    }

    private FaultRule rule(String operationId) {
        return stub.when(operationId).unlessQuote();
    }

    private List<String> operations(Predicate<ContractOperation> kind) {
        return contract.operations().stream()
                .filter(kind)
                .map(ContractOperation::id)
                .toList();
    }

    private static Reply waiting(int status, String message, String retryAfter) {
        return Reply.json(status, Reply.object().put("message", message)).with("Retry-After", retryAfter);
    }

    /** Returns a time as an HTTP date. The time is rounded up to a whole second. */
    static String httpDate(Instant time) {
        return HTTP_DATE.format(time.plusNanos(999_999_999).atOffset(ZoneOffset.UTC));
    }
}
