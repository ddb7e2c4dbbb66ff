package dev.certbridge.reseller.order;

import java.util.List;

/**
 * A certificate product as its reseller lists it.
 *
 * @param id what an {@link OrderRequest} names
 * @param name for people
 * @param validation the level of validation, in lower case: {@code dv}, {@code ov}, {@code ev}
 * @param validities the terms on offer, empty where the reseller does not list them
 */
public record Product(String id, String name, String validation, List<Validity> validities) {
    public Product {
        validities = List.copyOf(validities);
    }
}
