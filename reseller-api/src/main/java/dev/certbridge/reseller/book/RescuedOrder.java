package dev.certbridge.reseller.book;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An order without an intent that a book could not commit.
 *
 * @param book the identity of the book
 * @param id the order
 * @param request what was asked for
 */
record RescuedOrder(String book, OrderId id, OrderRequest request) {

    private static final String BOOK = "book";

    /** True when a file is about such an order, and not about an attempt. */
    static boolean isIn(String text) {
        return KeyedLines.parse(text).containsKey(BOOK);
    }

    String text() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(BOOK, book);
        values.put("order", id.toString());
        values.put("request", RequestText.of(request));
        return Rescued.NOTE + KeyedLines.of(values);
    }

    /** Throws {@link IllegalArgumentException} when it is not what {@link #text} wrote. */
    static RescuedOrder parse(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        for (String name : new String[] {BOOK, "order", "request"}) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("it has no line " + name + "=");
            }
        }
        return new RescuedOrder(
                values.get(BOOK), OrderId.parse(values.get("order")), RequestText.parse(values.get("request")));
    }
}
