package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What an order costs: a line for the product, and lines for names beyond the included ones. */
record StubPrice(List<PriceLine> lines) {

    static final String CURRENCY = "EUR";

    // A known action that no order of a certificate asks for.
    private static final String UNASKED = "UPDATE";

    static final StubPrice NOTHING = new StubPrice(List.of());

    StubPrice {
        lines = List.copyOf(lines);
    }

    static StubPrice of(CatalogueProduct product, String action, int months, CertificateNames names) {
        List<PriceLine> lines = new ArrayList<>();
        lines.add(new PriceLine(product.id(), action, 1, product.price(months)));
        lines.addAll(extras(product, names.extraDomains(), names.extraWildcards()));
        return new StubPrice(lines);
    }

    /** Of a reissue: the names beyond those that were charged before. */
    static StubPrice ofMoreNames(CatalogueProduct product, CertificateNames before, CertificateNames names) {
        return new StubPrice(extras(
                product,
                names.extraDomains() - before.extraDomains(),
                names.extraWildcards() - before.extraWildcards()));
    }

    private static List<PriceLine> extras(CatalogueProduct product, int domains, int wildcards) {
        List<PriceLine> lines = new ArrayList<>();
        if (domains > 0) {
            lines.add(new PriceLine(product.id(), "EXTRA_DOMAIN", domains, CatalogueProduct.EXTRA_DOMAIN_CENTS));
        }
        if (wildcards > 0) {
            lines.add(new PriceLine(product.id(), "EXTRA_WILDCARD", wildcards, CatalogueProduct.EXTRA_WILDCARD_CENTS));
        }
        return lines;
    }

    /** What is really charged by a reseller that raises the first line, or adds a line of its own. */
    StubPrice with(String productId, long centsOnTop, long centsOfAnotherLine) {
        List<PriceLine> due = new ArrayList<>(lines);
        if (centsOnTop > 0) {
            PriceLine first = due.isEmpty() ? new PriceLine(productId, UNASKED, 1, 0) : due.remove(0);
            due.add(0, first.raised(centsOnTop));
        }
        if (centsOfAnotherLine > 0) {
            due.add(new PriceLine(productId, UNASKED, 1, centsOfAnotherLine));
        }
        return new StubPrice(due);
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
