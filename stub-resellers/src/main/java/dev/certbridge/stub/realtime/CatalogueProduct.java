package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A product of the catalogue.
 *
 * @param id its identifier
 * @param title its name for people
 * @param validation what is validated
 * @param kind which names it takes
 * @param requiredFields fields that an order must have
 * @param periods months it is sold for
 * @param cents price per started year
 */
record CatalogueProduct(
        String id,
        String title,
        Validation validation,
        Kind kind,
        List<String> requiredFields,
        List<Integer> periods,
        long cents) {

    static final long EXTRA_DOMAIN_CENTS = 1500;
    static final long EXTRA_WILDCARD_CENTS = 6000;

    private static final int MONTHS_PER_YEAR = 12;
    private static final int MOST_NAMES = 100;
    // What an order may leave to the CSR, by the product page.
    private static final Set<String> FROM_CSR = Set.of("organization", "address", "postalCode", "city", "country");

    /** What is validated. */
    enum Validation {
        DOMAIN_VALIDATION,
        ORGANIZATION_VALIDATION,
        EXTENDED_VALIDATION
    }

    /** Which names a product takes. */
    enum Kind {
        SINGLE_DOMAIN,
        MULTI_DOMAIN,
        WILDCARD
    }

    /** The price of a certificate with the names that are included, in cents. */
    long price(int months) {
        return cents * ((months + MONTHS_PER_YEAR - 1) / MONTHS_PER_YEAR);
    }

    /** Fields that have to be in the body itself. The CSR is not searched for the others, so they may be missing. */
    List<String> demandedFields() {
        return requiredFields.stream()
                .filter(field -> !FROM_CSR.contains(field))
                .toList();
    }

    boolean needsOrganization() {
        return validation != Validation.DOMAIN_VALIDATION;
    }

    /** What is free is not issued twice; the one kind without the feature. */
    boolean isReissuable() {
        return cents > 0;
    }

    /** The products that this one can renew. */
    List<String> renewFrom() {
        return List.of(id);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("product", id)
                .put("brand", "Example Trust")
                .put("name", title)
                .put("validationType", validation.name())
                .put("certificateType", kind.name());
        List<String> features = new ArrayList<>(isReissuable() ? List.of("REISSUE") : List.of());
        switch (kind) {
            case SINGLE_DOMAIN -> features.addAll(List.of("WWW_INCLUDED", "NON_WWW_INCLUDED"));
            case MULTI_DOMAIN -> features.add("WILDCARD");
            case WILDCARD -> {}
        }
        features.forEach(json.putArray("features")::add);
        requiredFields.forEach(json.putArray("requiredFields")::add);
        List.of("domainName", "dcv", "state", "saEmail").forEach(json.putArray("optionalFields")::add);
        periods.forEach(json.putArray("periods")::add);
        json.put("warranty", 10_000)
                .put("issueTime", needsOrganization() ? "1-3 days" : "5-10 minutes")
                .put("renewalWindow", 30);
        renewFrom().forEach(json.putArray("renewFrom")::add);
        if (kind == Kind.MULTI_DOMAIN) {
            json.put("includedDomains", 1).put("maxDomains", MOST_NAMES);
        }
        return json;
    }
}
