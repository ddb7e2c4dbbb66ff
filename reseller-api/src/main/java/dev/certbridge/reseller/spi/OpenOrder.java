package dev.certbridge.reseller.spi;

import java.util.Set;

/**
 * An open order in a listing of an account.
 *
 * @param product the product; blank if the reseller does not list the product
 * @param allNames true if the list of {@code names} is complete
 */
public record OpenOrder(String id, String product, Set<String> names, boolean allNames) {

    public OpenOrder {
        names = Set.copyOf(names);
    }
}
