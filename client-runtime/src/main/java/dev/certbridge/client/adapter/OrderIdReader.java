package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;

/** Reads the order id from an answer before it is decoded. Never throws. */
@FunctionalInterface
public interface OrderIdReader {

    /** Finds the order id in a header or anywhere in the body, which may be cut off or no JSON. */
    Optional<OrderId> orderId(ApiResponse answer);

    /** Returns true when the body of a 2xx reports a failure. */
    default boolean isRefusal(ApiResponse answer) {
        return false;
    }
}
