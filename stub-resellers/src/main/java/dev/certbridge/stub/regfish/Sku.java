package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A product. regfish tells no prices; those here are the stub's own.
 *
 * @param wireName its name in requests
 * @param title its name for people
 * @param organizationRequired whether the organization is validated too
 * @param cents the price of an order
 */
record Sku(String wireName, String title, boolean organizationRequired, long cents) {

    static final String CURRENCY = "EUR";

    private static final String RECOMMENDED = "RapidSSL";
    private static final String WILDCARD = "Wildcard";

    /** That only the wildcard product takes a wildcard is our judgement; no page says so. */
    boolean takes(String name) {
        return name.startsWith("*.") == wireName.endsWith(WILDCARD);
    }

    /** Returns the rule that such a name breaks, for people. */
    String rule(String name) {
        boolean wildcard = wireName.endsWith(WILDCARD);
        return "The product does not take these names: " + wireName + " takes "
                + (wildcard ? "wildcards only, and " : "no wildcards, and ") + name + " is "
                + (wildcard ? "none" : "one");
    }

    ObjectNode json() {
        // The case of type differs between the vendor's sources; here too, on purpose.
        return JsonNodeFactory.instance
                .objectNode()
                .put("sku", wireName)
                .put("name", title)
                .put("type", organizationRequired ? "OV" : "dv")
                .put("ca", "digicert")
                .put("recommended", wireName.equals(RECOMMENDED))
                .put("validation_level", organizationRequired ? "ov" : "dv")
                .put("organization_required", organizationRequired);
    }
}
