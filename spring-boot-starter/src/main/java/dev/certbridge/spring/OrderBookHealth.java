package dev.certbridge.spring;

import dev.certbridge.reseller.book.OrderBook;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of an order book. The status is {@code OUT_OF_SERVICE} while the book is halted, because every order is
 * refused then. Unresolved attempts are a detail and do not change the status. Reads the book and sends nothing.
 */
record OrderBookHealth(String status, Map<String, Object> details) {

    static OrderBookHealth of(OrderBook book) {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean halted = book.halted().isPresent();
        details.put("halted", halted);
        book.halted().ifPresent(reason -> details.put("reason", reason));
        details.put("unresolved", book.unresolved().size());
        return new OrderBookHealth(halted ? "OUT_OF_SERVICE" : "UP", details);
    }
}
