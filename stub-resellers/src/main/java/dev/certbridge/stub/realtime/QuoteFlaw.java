package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A flaw of a quote. Quotes of nothing stay as they are: they have neither currency nor lines. */
public enum QuoteFlaw {
    /** In dollars, while euros are charged. Catches a client that compares cents and not currencies. */
    OTHER_CURRENCY,
    /** The first line is listed twice, and the total counts it twice. Catches a client that acknowledges both. */
    DUPLICATE_LINE,
    /** The total is a cent more than its lines. Catches a client that relies on either of them. */
    TOTAL_IS_NOT_THE_SUM,
    /** The lines alone; against the contract. Catches a client that takes a missing total for nothing to pay. */
    NO_TOTAL,
    /** A total without a currency. Catches a client that assumes the currency of its limit. */
    NO_CURRENCY,
    /** A total without lines. Catches a client that acknowledges nothing and orders. */
    NO_LINES,
    /** The total and its first line are 99 hundredths of a cent more. Catches a client that rounds a price. */
    PARTS_OF_A_CENT,
    /** The total is a text of its digits. Catches a client that accepts a price of another type. */
    TEXT_TOTAL,
    /** One more line, free of charge, for another action. Catches a client that acknowledges every line. */
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
