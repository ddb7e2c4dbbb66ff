package dev.certbridge.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.adapter.OrderIdReader;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the process id in the response to an order. The first part of the response that contains an id is used: the
 * header {@code x-process-id}, the header {@code Location}, or the body, which may be truncated. The id is returned
 * without leading zeros. If one part contains two different ids, the result is empty.
 */
final class RealtimeOrderIdReader implements OrderIdReader {

    private static final String HEADER = "x-process-id";
    private static final Pattern NUMBER = Pattern.compile("^\\s*0*([0-9]{1,18})\\s*$");
    private static final Pattern LOCATION = Pattern.compile("/processes/0*([0-9]{1,18})(?:/info)?/?$");
    // The character after the number proves that the number is complete.
    private static final Pattern BODY =
            Pattern.compile("\"(?:processId|process)\"\\s*:\\s*\"?0*([0-9]{1,18})[\"\\s,}]");

    private final ResellerAccount account;
    private final OrderRequest request;
    private Optional<String> replaced = Optional.empty();

    RealtimeOrderIdReader(ResellerAccount account, OrderRequest request) {
        this.account = account;
        this.request = request;
    }

    void replacing(String oldSerial) {
        replaced = Optional.of(oldSerial);
    }

    @Override
    public Optional<OrderId> orderId(ApiResponse answer) {
        Set<String> ids = idsIn(answer);
        // Only a number is accepted as an id. The exception is a text that can only be stored as a quotation. The order
        // is stored with the quotation, so that a person can find the order.
        return only(ids)
                .map(this::named)
                .or(() -> ids.isEmpty()
                        ? only(textsIn(answer)).map(this::named).filter(OrderId::isQuoted)
                        : Optional.empty());
    }

    /** Returns true if a response contains a text that may be an order id, whatever the status of the response is. */
    static boolean namesOrder(ApiResponse answer) {
        return !idsIn(answer).isEmpty() || !textsIn(answer).isEmpty();
    }

    /** Returns the process ids in the first part of the response that contains a process id. */
    private static Set<String> idsIn(ApiResponse answer) {
        Map<String, Collection<String>> headers = answer.headers();
        Set<String> ids = all(NUMBER, headers.getOrDefault(HEADER, List.of()));
        if (ids.isEmpty()) {
            ids = all(LOCATION, headers.getOrDefault("location", List.of()));
        }
        return ids.isEmpty() ? all(BODY, List.of(answer.text())) : ids;
    }

    /**
     * Returns the texts in the header and in the body member that contain the process id, even if a text is not a
     * number.
     */
    private static Set<String> textsIn(ApiResponse answer) {
        return Stream.concat(
                        answer.headers().getOrDefault(HEADER, List.of()).stream(),
                        Json.tryDecode(answer, JsonNode.class).stream()
                                .flatMap(body ->
                                        Stream.ofNullable(body.path("processId").textValue())))
                .filter(text -> !text.isBlank())
                .collect(Collectors.toSet());
    }

    private OrderId named(String id) {
        return replaced.map(serial -> account.reissueId(id, request, serial))
                .orElseGet(() -> account.orderId(id, request));
    }

    private static Optional<String> only(Set<String> found) {
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    private static Set<String> all(Pattern pattern, Collection<String> texts) {
        return texts.stream()
                .flatMap(text -> pattern.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
