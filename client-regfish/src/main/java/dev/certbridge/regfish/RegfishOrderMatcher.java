package dev.certbridge.regfish;

import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a certificate is for, to find one like a request. What is not told counts as equal: it is better to ask than to
 * order twice.
 *
 * @param product empty when it is not told
 * @param names those that are told
 * @param allNames whether there are no others. regfish lists the common name among the names or apart, so both are needed
 */
record RegfishOrderMatcher(String product, Set<String> names, boolean allNames) {

    static RegfishOrderMatcher of(Certificate certificate) {
        return new RegfishOrderMatcher(
                RegfishMapper.product(certificate),
                RegfishMapper.names(certificate),
                certificate.getCommonName() != null && certificate.getDnsNames() != null);
    }

    /** For the same product and names. A name that comes free with a wanted one makes no difference. */
    boolean isFor(OrderRequest request) {
        Set<String> wanted = Set.copyOf(request.names());
        boolean sameProduct = product.isBlank() || product.equalsIgnoreCase(request.product());
        return sameProduct
                && (!allNames || names.containsAll(wanted))
                && names.stream()
                        .allMatch(name -> wanted.contains(name) || twins(name).anyMatch(wanted::contains));
    }

    /** The names that this one comes free with: with www or without, and the wildcard above it. */
    private static Stream<String> twins(String name) {
        return name.startsWith("www.")
                ? Stream.of(name.substring("www.".length()), "*." + name)
                : Stream.of("www." + name, "*." + name);
    }
}
