package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;

/** What a provider knows about its answers to orders before they are decoded. Never throws. */
@FunctionalInterface
public interface OrderIdReader {

    /** The order's id, from a header or from the bytes wherever they hold it; the bytes may be cut off or no JSON. */
    Optional<OrderId> orderId(ApiResponse answer);

    /** True when a 2xx says in its body that it is none. */
    default boolean isRefusal(ApiResponse answer) {
        return false;
    }
}
