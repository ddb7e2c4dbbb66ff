package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;

/** Reads the order id from a response before the response is decoded. Implementations never throw. */
@FunctionalInterface
public interface OrderIdReader {

    /** Finds the order id in a header or anywhere in the body. The body may be truncated or not JSON. */
    Optional<OrderId> orderId(ApiResponse answer);

    /**
     * Returns true if an accepted request gets a new order id. Returns false if the request keeps the id of an earlier
     * order, for instance a completion.
     */
    default boolean isIdNew() {
        return true;
    }

    /** Returns true if the body of a 2xx response reports a failure. */
    default boolean isRefusal(ApiResponse answer) {
        return false;
    }
}
