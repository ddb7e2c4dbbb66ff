package dev.certbridge.stub.acorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** A flaw in the price of a product. */
public enum PriceFlaw {
    /** The price is missing. */
    MISSING(product -> product.remove("price")),
    /** The currency is missing. */
    NO_CURRENCY(product -> product.withObject("/price").remove("currency")),
    /** The currency is a test currency. */
    OTHER_CURRENCY(product -> product.withObject("/price").put("currency", "XTS")),
    /** The amount is negative. */
    NEGATIVE(product -> product.withObject("/price").put("cents", -1));

    private final Consumer<ObjectNode> change;

    PriceFlaw(Consumer<ObjectNode> change) {
        this.change = change;
    }

    void apply(ObjectNode product) {
        change.accept(product);
    }
}
