package dev.certbridge.conformance.acorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** What can be wrong with the price of a product. */
public enum PriceFlaw {
    /** There is none. */
    MISSING(product -> product.remove("price")),
    /** Nobody knows of what. */
    NO_CURRENCY(product -> product.withObject("/price").remove("currency")),
    /** Of another money than anybody asked for. */
    OTHER_CURRENCY(product -> product.withObject("/price").put("currency", "XTS")),
    /** Less than nothing. */
    NEGATIVE(product -> product.withObject("/price").put("cents", -1));

    private final Consumer<ObjectNode> change;

    PriceFlaw(Consumer<ObjectNode> change) {
        this.change = change;
    }

    void apply(ObjectNode product) {
        change.accept(product);
    }
}
