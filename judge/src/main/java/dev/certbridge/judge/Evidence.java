package dev.certbridge.judge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All that a stub saw of a client in one scenario.
 *
 * @param keyHeader the name of the header with the API key, in lower case
 * @param ended the time at which the client ended by itself, or empty if that is not known
 * @param judgedAt the time of the judgment, after the last of the exchanges
 * @param quietOperations the operations that the client called in the scenario quiet, if this is the scenario with odd
 *     answers and quiet was judged before
 */
record Evidence(
        ContractDocument contract,
        String apiKey,
        String keyHeader,
        List<StubExchange> exchanges,
        List<Ledger.Entry> bookings,
        Optional<Instant> ended,
        Instant judgedAt,
        Optional<Set<String>> quietOperations,
        JudgeOptions options) {

    private static final int FIRST_FAILURE = 400;

    /** The outcome of an order according to the answer to its spend. */
    enum Conclusion {
        /** The order was accepted. */
        ACCEPTED,
        /** Nothing was ordered, and the contract allows to send the same request later. */
        LATER,
        /** Nothing was ordered. */
        REFUSED,
        /** The answer was lost, late, incomplete, or does not say if something was ordered. */
        AMBIGUOUS
    }

    /** A request with its number, from 1. */
    record Numbered(int number, StubExchange exchange) {

        String address() {
            return exchange.call().method() + " " + exchange.call().path();
        }

        boolean isRead() {
            return exchange.call().method().equals("GET") && isDocumented();
        }

        boolean isDocumented() {
            return !exchange.call().operationId().equals(Journal.NO_OPERATION);
        }

        Instant answeredAt() {
            return exchange.receivedAt().plus(exchange.delay());
        }

        int status() {
            return exchange.reply().status();
        }

        private String answer() {
            String delay = exchange.delay().isZero() ? "" : " after " + seconds(exchange.delay());
            return status() == Journal.NO_ANSWER ? "not answered" : "answered with " + status() + delay;
        }

        @Override
        public String toString() {
            return "request " + number + " (" + address() + ", " + answer() + ")";
        }
    }

    List<Numbered> requests() {
        return IntStream.range(0, exchanges.size())
                .mapToObj(i -> new Numbered(i + 1, exchanges.get(i)))
                .toList();
    }

    /** Returns the requests that can cost money, without requests of a price. */
    List<Numbered> spends() {
        return requests().stream()
                .filter(Numbered::isDocumented)
                .filter(request -> {
                    ContractOperation operation = operation(request);
                    boolean quote = request.exchange().call().isQuote()
                            && operation.parameters().containsKey("query quote");
                    return operation.spends() && !quote;
                })
                .toList();
    }

    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        exchanges.forEach(exchange -> operations.add(exchange.call().operationId()));
        operations.remove(Journal.NO_OPERATION);
        return operations;
    }

    private ContractOperation operation(Numbered request) {
        return contract.operation(request.exchange().call().operationId());
    }

    Conclusion conclusion(Numbered spend) {
        Reply reply = spend.exchange().reply();
        ContractOperation operation = operation(spend);
        if (!spend.exchange().delay().isZero() || !operation.statuses().contains(reply.status())) {
            return Conclusion.AMBIGUOUS;
        }
        ContractResponse response = operation.response(reply.status());
        if (reply.status() < FIRST_FAILURE) {
            boolean readable = response.schema().isMissingNode() || reply.json().isContainerNode();
            return readable ? Conclusion.ACCEPTED : Conclusion.AMBIGUOUS;
        }
        Set<String> outcomes = outcomes(response.outcomes(), reply.json());
        if (!outcomes.stream().allMatch(outcome -> outcome.startsWith("Rejected"))) {
            return Conclusion.AMBIGUOUS;
        }
        return outcomes.equals(Set.of("Rejected/RateLimited")) ? Conclusion.LATER : Conclusion.REFUSED;
    }

    /** Returns the outcome for the type in the body. Returns every possible outcome if the body does not decide. */
    private static Set<String> outcomes(Map<String, String> documented, JsonNode body) {
        String type = body.path("type").asText();
        if (documented.containsKey(type)) {
            return Set.of(documented.get(type));
        }
        return !type.isEmpty() && documented.containsKey("*")
                ? Set.of(documented.get("*"))
                : Set.copyOf(documented.values());
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
