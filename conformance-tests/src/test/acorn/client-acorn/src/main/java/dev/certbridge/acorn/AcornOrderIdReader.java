package dev.certbridge.acorn;

import dev.certbridge.client.adapter.OrderIdReader;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the id of an order in the Location header or in the body of a response, even if the body is truncated. */
record AcornOrderIdReader(ResellerAccount place, OrderRequest request) implements OrderIdReader {

    /** The pattern of an id in the body. The closing quote shows that the id is complete. */
    private static final Pattern IN_BODY = Pattern.compile("\"id\"\\s*:\\s*\"(AC-[0-9A-Z]{8})\"");

    private static final Pattern IN_HEADER = Pattern.compile("/v1/orders/(AC-[0-9A-Z]{8})$");

    @Override
    public Optional<OrderId> orderId(ApiResponse answer) {
        Stream<Matcher> places = Stream.concat(
                answer.header("location").map(IN_HEADER::matcher).stream(), Stream.of(IN_BODY.matcher(answer.text())));
        return places.filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .map(this::order);
    }

    private OrderId order(String id) {
        return place.orderId(id, request);
    }
}
