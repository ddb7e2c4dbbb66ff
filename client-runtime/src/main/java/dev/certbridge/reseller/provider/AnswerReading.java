package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.http.Answer;
import java.util.Optional;

/** What a provider knows about its answers to orders before they are decoded. Never throws. */
@FunctionalInterface
public interface AnswerReading {

    /** The order's id, from a header or from the bytes wherever they hold it; the bytes may be cut off or no JSON. */
    Optional<OrderId> orderId(Answer answer);

    /** True when a 2xx says in its body that it is none. */
    default boolean denies(Answer answer) {
        return false;
    }
}
