package dev.certbridge.conformance.realtime;

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
    NO_LINES;

    void spoil(ObjectNode quote) {
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
        }
    }
}
