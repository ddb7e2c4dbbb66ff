package dev.certbridge.reseller.order;

import java.util.List;

/** A certificate product as its reseller lists it. */
public sealed interface Product {

    /** Returns the id to use in {@link OrderRequest#builder}. */
    String id();

    /** Returns the display name. */
    String name();

    /** Returns the level of validation, in lower case: {@code dv}, {@code ov}, {@code ev}. */
    String validation();

    /** Returns the available validities; empty if the reseller does not list them. */
    List<Validity> validities();

    /** Returns a product. */
    static Product of(String id, String name, String validation, List<Validity> validities) {
        return new ProductValues(id, name, validation, List.copyOf(validities));
    }
}

record ProductValues(String id, String name, String validation, List<Validity> validities) implements Product {}
