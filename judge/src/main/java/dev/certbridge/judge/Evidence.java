package dev.certbridge.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.stub.Journal;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The requests of a client in one scenario, with the answers of the stub and the entries of its ledger.
 *
 * @param keyHeader the name of the header that contains the API key, in lower case
 * @param ended the time at which the client ended by itself, or empty if the time is not known
 * @param judgedAt the time of the judgment, which is after the last request and answer
 * @param quietCalls the calls of the client in the scenario {@code quiet}. The list is empty if the scenario
 *     {@code quiet} was not judged before, and in every scenario except {@code odd-but-legal}
 */
record Evidence(
        ContractDocument contract,
        String apiKey,
        String keyHeader,
        List<StubExchange> exchanges,
        List<Ledger.Entry> bookings,
        Optional<Instant> ended,
        Instant judgedAt,
        List<OrderCalls> quietCalls,
        JudgeOptions options) {

    private static final int FIRST_FAILURE = 400;

    /** The JSON members of an order request that identify the order. */
    private static final List<String> ORDERED = List.of("product", "sku", "csr");

    /** The outcome of an order request, as the answer shows it to the client. */
    enum Conclusion {
        /** The order was accepted. */
        ACCEPTED,
        /** Nothing was ordered. The contract allows the client to send the same request later. */
        LATER,
        /** Nothing was ordered. */
        REFUSED,
        /** The answer was lost, late or incomplete, or does not show whether something was ordered. */
        AMBIGUOUS
    }

    /** A request of the client, with its number. The number of the first request is 1. */
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

        boolean isLate() {
            return !exchange.delay().isZero();
        }

        /** Returns the sorted domain names of the order in lower case, or an empty list. */
        List<String> names() {
            return exchange.names().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .sorted()
                    .distinct()
                    .toList();
        }

        /**
         * Returns the ids in the path of the request, except the customer, because some requests contain the customer
         * in the body.
         */
        Map<String, String> ids() {
            Map<String, String> ids = new TreeMap<>(exchange.call().pathParameters());
            ids.remove("customer");
            return ids;
        }

        Instant answeredAt() {
            return exchange.receivedAt().plus(exchange.delay());
        }

        int status() {
            return exchange.reply().status();
        }

        private String answer() {
            String delay = isLate() ? " after " + seconds(exchange.delay()) : "";
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

    /** Returns the requests that can cost money, except quote requests. */
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

    /** Returns the documented calls of each order. Calls that belong to no order are the last element. */
    List<OrderCalls> orderCalls() {
        Map<List<String>, List<Numbered>> byNames = requests().stream()
                .filter(Numbered::isDocumented)
                .collect(Collectors.groupingBy(Numbered::names, LinkedHashMap::new, Collectors.toList()));
        List<Numbered> forNoOrder = byNames.remove(List.of());
        if (forNoOrder != null) {
            byNames.put(List.of(), forNoOrder);
        }
        return byNames.entrySet().stream()
                .map(order -> new OrderCalls(
                        order.getKey(),
                        order.getValue().stream()
                                .collect(Collectors.toMap(
                                        request -> request.exchange().call().operationId(),
                                        request -> 1,
                                        Integer::sum)),
                        order.getValue().stream()
                                .anyMatch(request -> request.exchange().isFinal())))
                .toList();
    }

    /**
     * Returns true if the second request repeats the first request. A repeated request has the same address and query,
     * and is for the same order or has an equal body. A rate limit may also apply to other requests, but no contract
     * documents such a rate limit.
     */
    static boolean isRepeated(Numbered first, Numbered second) {
        return first.address().equals(second.address())
                && first.exchange()
                        .call()
                        .query()
                        .equals(second.exchange().call().query())
                && (isForSameNames(first, second) || hasSameContent(first, second));
    }

    /** Returns true if both requests are for orders with the same domain names. */
    static boolean isForSameNames(Numbered first, Numbered second) {
        return !first.names().isEmpty() && first.names().equals(second.names());
    }

    /**
     * Returns true if requests of two operations are for the same order. Requests for the same order have the same
     * domain names, the same old certificate, and the same product or CSR. A new order and a renewal are never the same
     * order, because only a renewal has an old certificate.
     */
    static boolean isForSameOrder(Numbered first, Numbered second) {
        JsonNode one = first.exchange().call().json();
        JsonNode other = second.exchange().call().json();
        return isForSameNames(first, second)
                && first.ids().equals(second.ids())
                && ORDERED.stream()
                        .anyMatch(member -> one.has(member) && one.get(member).equals(other.get(member)));
    }

    /**
     * Returns true if the bodies of two requests are equal, apart from the keys in valid CSRs. A request with a new key
     * still counts as the same request.
     */
    static boolean hasSameContent(Numbered first, Numbered second) {
        return withoutKeys(first).equals(withoutKeys(second));
    }

    /** Returns the body of a request, in which each valid CSR is replaced by its domain names and its key type. */
    private static JsonNode withoutKeys(Numbered request) {
        JsonNode body = request.exchange().call().json();
        if (body.isObject()) {
            body.properties().forEach(member -> member.setValue(withoutKey(member.getValue())));
        }
        return body;
    }

    private static JsonNode withoutKey(JsonNode value) {
        try {
            SigningRequest csr = SigningRequest.parse(value.asText());
            return TextNode.valueOf(csr.keyType() + " for " + csr.names());
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    /**
     * Returns true if the client certainly stopped waiting for a late answer. A client stopped waiting if it ended
     * before the answer was sent. A client that places only one order also stopped waiting if it sent another request
     * before the answer was sent.
     */
    boolean stoppedWaiting(Numbered late) {
        Instant answered = late.answeredAt();
        return ended.filter(end -> end.isBefore(answered)).isPresent()
                || options.orders() == 1
                        && requests().stream()
                                .anyMatch(other -> other.number() > late.number()
                                        && other.exchange().receivedAt().isBefore(answered));
    }

    private ContractOperation operation(Numbered request) {
        return contract.operation(request.exchange().call().operationId());
    }

    Conclusion conclusion(Numbered spend) {
        Reply reply = spend.exchange().reply();
        ContractOperation operation = operation(spend);
        if (spend.isLate() || !operation.statuses().contains(reply.status())) {
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

    /**
     * Returns the outcome that the contract documents for the error type in the body. If the error type does not
     * determine the outcome, returns every possible outcome.
     */
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
