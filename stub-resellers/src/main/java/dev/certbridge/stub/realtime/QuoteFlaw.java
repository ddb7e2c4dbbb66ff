package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is wrong with a quote. Quotes of nothing stay as they are: they have neither currency nor lines. */
public enum QuoteFlaw {
    /** In dollars, while euros are charged. Finds a client that compares cents and not currencies. */
    OTHER_CURRENCY,
    /** The first line stands there twice, and the total counts it twice. Finds a client that acknowledges both. */
    DUPLICATE_LINE,
    /** The total is a cent more than its lines. Finds a client that believes either of them. */
    TOTAL_IS_NOT_THE_SUM,
    /** The lines alone; against the contract. Finds a client that takes a missing total for nothing to pay. */
    NO_TOTAL,
    /** A total without what it is of. Finds a client that assumes the currency of its limit. */
    NO_CURRENCY,
    /** A total without lines. Finds a client that acknowledges nothing and orders. */
    NO_LINES,
    /** The total and its first line are 99 hundredths of a cent more. Finds a client that rounds a price. */
    PARTS_OF_A_CENT,
    /** The total is a text of its digits. Finds a client that reads a price out of whatever holds one. */
    TEXT_TOTAL,
    /** One more line, for free, of an action that the order does not ask for. Finds a client that acknowledges all it is shown. */
    UNASKED_LINE,
    /** The first line is for none of what it charges. Finds a client that does not look at quantities. */
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
