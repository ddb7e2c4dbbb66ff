package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.OpenOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts the open orders of a listing to the text that a book stores, and back. */
final class OpenOrderText {

    private OpenOrderText() {}

    static String of(List<OpenOrder> orders) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (OpenOrder order : orders) {
            // The last line of an order is its id.
            order.names().forEach(name -> lines.put("name." + lines.size(), name));
            lines.put("product." + lines.size(), order.product());
            lines.put((order.allNames() ? "all." : "some.") + lines.size(), order.id());
        }
        return KeyedLines.of(lines);
    }

    /**
     * Parses the text of the open orders. Throws {@link IllegalArgumentException} if {@link #of} did not write the
     * text.
     */
    static List<OpenOrder> parse(String text) {
        List<OpenOrder> orders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String product = "";
        for (Map.Entry<String, String> line : KeyedLines.parse(text).entrySet()) {
            switch (line.getKey().substring(0, Math.max(0, line.getKey().indexOf('.')))) {
                case "name" -> names.add(line.getValue());
                case "product" -> product = line.getValue();
                case "all", "some" -> {
                    orders.add(new OpenOrder(
                            line.getValue(), product, names, line.getKey().startsWith("all")));
                    names.clear();
                }
                default -> throw new IllegalArgumentException("a line of the open orders has an unknown name");
            }
        }
        return orders;
    }
}
