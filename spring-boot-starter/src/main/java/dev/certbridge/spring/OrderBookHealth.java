package dev.certbridge.spring;

import dev.certbridge.reseller.book.OrderBook;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The health of an order book. The status is {@code DOWN} if the book cannot be read. The status is
 * {@code OUT_OF_SERVICE} while the book is halted, because a halted book refuses every order. The details contain the
 * number of unresolved attempts. Unresolved attempts do not change the status. The health check reads the book and
 * sends nothing.
 */
record OrderBookHealth(String status, Map<String, Object> details) {

    static OrderBookHealth of(OrderBook book) {
        Map<String, Object> details = new LinkedHashMap<>();
        try {
            Optional<String> halt = book.halted();
            details.put("halted", halt.isPresent());
            halt.ifPresent(reason -> details.put("reason", reason));
            details.put("unresolved", book.unresolved().size());
            return new OrderBookHealth(halt.isPresent() ? "OUT_OF_SERVICE" : "UP", details);
        } catch (IllegalStateException e) {
            // The message of a book whose database fails is one line.
            return new OrderBookHealth("DOWN", Map.of("error", String.valueOf(e.getMessage())));
        }
    }
}
