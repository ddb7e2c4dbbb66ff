package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The products of one stub: the products of the contract, and products that a test added. */
final class SkuCatalog {

    private static final long CENTS_OF_ADDED = 4900;

    private final List<Sku> skus = new CopyOnWriteArrayList<>(List.of(
            new Sku("RapidSSL", "RapidSSL", false, 1490),
            new Sku("RapidSSLWildcard", "RapidSSL Wildcard", false, 9900),
            new Sku("QuickSSLPremium", "QuickSSL Premium", false, 5900),
            new Sku("SSL123", "SSL123", false, 3900),
            new Sku("TrueBusinessID", "True BusinessID", true, 11900),
            new Sku("SecureSite", "Secure Site", true, 29900),
            new Sku("SSLWebServer", "SSL Web Server", true, 14900)));

    void add(String wireName) {
        skus.add(new Sku(wireName, wireName, false, CENTS_OF_ADDED));
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

    /** A product. The price is invented, because regfish quotes no prices. */
    record Sku(String wireName, String title, boolean organizationRequired, long cents) {

        static final String CURRENCY = "EUR";

        private boolean isWildcard() {
            return wireName.endsWith("Wildcard");
        }

        /**
         * Returns true if the product accepts a name. The stub assumes that wildcard products accept only wildcards,
         * because no source documents this.
         */
        boolean takes(String name) {
            return name.startsWith("*.") == isWildcard();
        }

        String rule(String name) {
            return "The product does not take these names: " + wireName + " takes "
                    + (isWildcard() ? "only wildcards, not " : "no wildcards such as ") + name;
        }

        ObjectNode json() {
            // The vendor's sources write the type in upper case or in lower case. The stub uses both on purpose.
            return Reply.object()
                    .put("sku", wireName)
                    .put("name", title)
                    .put("type", organizationRequired ? "OV" : "dv")
                    .put("ca", "digicert")
                    .put("recommended", wireName.equals("RapidSSL"))
                    .put("validation_level", organizationRequired ? "ov" : "dv")
                    .put("organization_required", organizationRequired);
        }
    }
}
