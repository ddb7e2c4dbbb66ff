package dev.certbridge.conformance.regfish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** The catalog. regfish tells no prices; those here are the stub's own, in cents per order. */
enum Sku {
    RAPID_SSL("RapidSSL", "RapidSSL", false, 1490),
    RAPID_SSL_WILDCARD("RapidSSLWildcard", "RapidSSL Wildcard", false, 9900),
    QUICK_SSL_PREMIUM("QuickSSLPremium", "QuickSSL Premium", false, 5900),
    SSL_123("SSL123", "SSL123", false, 3900),
    TRUE_BUSINESS_ID("TrueBusinessID", "True BusinessID", true, 11900),
    SECURE_SITE("SecureSite", "Secure Site", true, 29900),
    SSL_WEB_SERVER("SSLWebServer", "SSL Web Server", true, 14900);

    static final String CURRENCY = "EUR";

    private final String wireName;
    private final String title;
    private final boolean organizationRequired;
    private final long cents;

    Sku(String wireName, String title, boolean organizationRequired, long cents) {
        this.wireName = wireName;
        this.title = title;
        this.organizationRequired = organizationRequired;
        this.cents = cents;
    }

    static Sku of(String wireName) {
        return Arrays.stream(values())
                .filter(sku -> sku.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> new Refused(400, "The order was not accepted", "No such product"));
    }

    String wireName() {
        return wireName;
    }

    boolean organizationRequired() {
        return organizationRequired;
    }

    long cents() {
        return cents;
    }

    /** That only the wildcard product takes a wildcard is our judgement; no page says so. */
    boolean takes(String name) {
        return name.startsWith("*.") == (this == RAPID_SSL_WILDCARD);
    }

    /** Returns the rule that such a name breaks, for people. */
    String rule(String name) {
        return "The product does not take these names: " + wireName + " takes "
                + (this == RAPID_SSL_WILDCARD ? "wildcards only, and " : "no wildcards, and ") + name + " is "
                + (this == RAPID_SSL_WILDCARD ? "none" : "one");
    }

    static ArrayNode catalog() {
        ArrayNode catalog = JsonNodeFactory.instance.arrayNode();
        for (Sku sku : values()) {
            catalog.add(sku.json());
        }
        return catalog;
    }

    private ObjectNode json() {
        // The case of type differs between the vendor's sources; here too, on purpose.
        return JsonNodeFactory.instance
                .objectNode()
                .put("sku", wireName)
                .put("name", title)
                .put("type", organizationRequired ? "OV" : "dv")
                .put("ca", "digicert")
                .put("recommended", this == RAPID_SSL)
                .put("validation_level", organizationRequired ? "ov" : "dv")
                .put("organization_required", organizationRequired);
    }
}
