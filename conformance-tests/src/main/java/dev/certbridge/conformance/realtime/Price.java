package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an order costs: a line for the product, and lines for names beyond the included ones. */
record Price(List<PriceLine> lines) {

    static final String CURRENCY = "EUR";

    static Price of(Product product, String action, int months, Names names) {
        List<PriceLine> lines = new ArrayList<>();
        lines.add(new PriceLine(product.id(), action, 1, product.price(months)));
        if (names.extraDomains() > 0) {
            lines.add(new PriceLine(product.id(), "EXTRA_DOMAIN", names.extraDomains(), Product.EXTRA_DOMAIN_CENTS));
        }
        if (names.extraWildcards() > 0) {
            lines.add(new PriceLine(
                    product.id(), "EXTRA_WILDCARD", names.extraWildcards(), Product.EXTRA_WILDCARD_CENTS));
        }
        return new Price(lines);
    }

    long total() {
        return lines.stream().mapToLong(PriceLine::total).sum();
    }

    boolean isAcknowledgedBy(JsonNode billables) {
        return lines.stream().allMatch(line -> line.isCoveredBy(billables));
    }

    /** Only charges beyond the product itself have to be agreed to; a plain order is charged without being asked. */
    boolean needsAcknowledgment() {
        return lines.size() > 1;
    }

    /** Without currency and lines when nothing is charged. */
    ObjectNode quote() {
        ObjectNode quote = JsonNodeFactory.instance.objectNode();
        if (total() == 0) {
            return quote.put("total", 0);
        }
        quote.put("currency", CURRENCY).put("total", total());
        quote.set("billables", billables());
        return quote;
    }

    ArrayNode billables() {
        ArrayNode billables = JsonNodeFactory.instance.arrayNode();
        lines.forEach(line -> billables.add(line.json()));
        return billables;
    }

    /** As a process shows money: cents per currency. */
    ObjectNode perCurrency() {
        return JsonNodeFactory.instance.objectNode().put(CURRENCY, total());
    }
}
