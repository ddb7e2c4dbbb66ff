package dev.certbridge.stub.acorn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;

/** A product of the catalog. */
enum AcornProduct {
    ACORN("acorn-dv", "Acorn", 900),
    WILDCARD("acorn-dv-wildcard", "Acorn Wildcard", 8900);

    static final String CURRENCY = "EUR";

    private final String id;
    private final String title;
    private final long cents;

    AcornProduct(String id, String title, long cents) {
        this.id = id;
        this.title = title;
        this.cents = cents;
    }

    static Optional<AcornProduct> of(String id) {
        return Arrays.stream(values()).filter(product -> product.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    long cents() {
        return cents;
    }

    boolean takes(String name) {
        return name.startsWith("*.") == (this == WILDCARD);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("name", title);
        json.put("level", "dv").set("price", price(cents));
        return json;
    }

    static ObjectNode price(long cents) {
        return JsonNodeFactory.instance.objectNode().put("currency", CURRENCY).put("cents", cents);
    }
}
