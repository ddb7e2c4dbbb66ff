package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A flaw of a quote. A quote of a free order never has a flaw, because such a quote has neither a currency nor lines.
 */
public enum QuoteFlaw {
    /** The quote is in dollars, and the charge is in euros. Catches a client that does not compare currencies. */
    OTHER_CURRENCY,
    /** The quote contains its first line twice. Catches a client that acknowledges both copies of the line. */
    DUPLICATE_LINE,
    /**
     * The total is a cent more than the sum of the lines. Catches a client that does not compare the total with the
     * lines.
     */
    TOTAL_IS_NOT_THE_SUM,
    /**
     * The quote has no total, although the contract requires a total. Catches a client that treats a missing total as
     * 0.
     */
    NO_TOTAL,
    /** The quote has no currency. Catches a client that assumes that the price has the currency of its limit. */
    NO_CURRENCY,
    /** The quote has no lines. Catches a client that orders without an acknowledgment. */
    NO_LINES,
    /** The total and the first line are too high by 0.99 cents. Catches a client that rounds a price. */
    PARTS_OF_A_CENT,
    /** The total is text instead of a number. Catches a client that accepts a price of a wrong type. */
    TEXT_TOTAL,
    /** The quote has an additional free line for another action. Catches a client that acknowledges every line. */
    UNASKED_LINE,
    /** The first line has the quantity 0. Catches a client that does not check quantities. */
    QUANTITY_OF_NONE;

    private static final double PART = 0.99;

    void applyTo(ObjectNode quote) {
        if (!quote.has("billables")) {
            return;
        }
        switch (this) {
            case OTHER_CURRENCY -> quote.put("currency", "USD");
            case DUPLICATE_LINE -> {
                ArrayNode lines = quote.withArrayProperty("billables");
                quote.put(
                        "total",
                        quote.path("total").asLong()
                                + lines.get(0).path("total").asLong());
                lines.add(lines.get(0).deepCopy());
            }
            case TOTAL_IS_NOT_THE_SUM -> quote.put("total", quote.path("total").asLong() + 1);
            case NO_TOTAL -> quote.remove("total");
            case NO_CURRENCY -> quote.remove("currency");
            case NO_LINES -> quote.remove("billables");
            case PARTS_OF_A_CENT -> {
                quote.put("total", quote.path("total").asLong() + PART);
                ObjectNode first =
                        (ObjectNode) quote.withArrayProperty("billables").get(0);
                first.put("total", first.path("total").asLong() + PART);
            }
            case TEXT_TOTAL -> quote.put("total", quote.path("total").asText());
            case UNASKED_LINE -> {
                ArrayNode lines = quote.withArrayProperty("billables");
                lines.addObject()
                        .put("product", lines.get(0).path("product").asText())
                        .put("action", "UPDATE")
                        .put("quantity", 1)
                        .put("amount", 0)
                        .put("refundable", true)
                        .put("total", 0);
            }
            case QUANTITY_OF_NONE ->
                ((ObjectNode) quote.withArrayProperty("billables").get(0)).put("quantity", 0);
        }
    }
}
