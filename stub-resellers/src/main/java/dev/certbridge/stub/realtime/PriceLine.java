package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One line of a quote; money in cents. */
record PriceLine(String product, String action, int quantity, long amount) {

    private static final String PROVIDER_NAME = "example-provider";

    long total() {
        return quantity * amount;
    }

    /** The whole line costs so much more, spread over its quantity as evenly as whole cents go. */
    PriceLine raised(long cents) {
        return new PriceLine(product, action, quantity, amount + (cents + quantity - 1) / quantity);
    }

    /** By what and how many: whether the vendor compares the amounts is not known. */
    boolean isCoveredBy(JsonNode acknowledgments) {
        for (JsonNode acknowledgment : acknowledgments) {
            if (acknowledgment.path("product").asText().equals(product)
                    && acknowledgment.path("action").asText().equals(action)
                    && acknowledgment.path("quantity").asInt(1) >= quantity) {
                return true;
            }
        }
        return false;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("product", product)
                .put("action", action)
                .put("quantity", quantity)
                .put("amount", amount)
                .put("refundable", true)
                .put("total", total())
                .put("providerName", PROVIDER_NAME);
    }
}
