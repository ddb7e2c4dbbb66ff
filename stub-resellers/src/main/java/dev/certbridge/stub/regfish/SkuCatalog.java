package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The products of one stub: those that the contract knows, and those added since. */
final class SkuCatalog {

    private static final long CENTS_OF_OTHERS = 4900;

    private final List<Sku> skus = new CopyOnWriteArrayList<>(List.of(
            new Sku("RapidSSL", "RapidSSL", false, 1490),
            new Sku("RapidSSLWildcard", "RapidSSL Wildcard", false, 9900),
            new Sku("QuickSSLPremium", "QuickSSL Premium", false, 5900),
            new Sku("SSL123", "SSL123", false, 3900),
            new Sku("TrueBusinessID", "True BusinessID", true, 11900),
            new Sku("SecureSite", "Secure Site", true, 29900),
            new Sku("SSLWebServer", "SSL Web Server", true, 14900)));

    /** Adds a domain-validated product. */
    void add(String wireName) {
        skus.add(new Sku(wireName, wireName, false, CENTS_OF_OTHERS));
    }

    Sku sku(String wireName) {
        return skus.stream()
                .filter(sku -> sku.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new RegfishRefusal(400, "The order was not accepted", "No such product"));
    }

    ArrayNode json() {
        ArrayNode catalog = JsonNodeFactory.instance.arrayNode();
        skus.forEach(sku -> catalog.add(sku.json()));
        return catalog;
    }
}
