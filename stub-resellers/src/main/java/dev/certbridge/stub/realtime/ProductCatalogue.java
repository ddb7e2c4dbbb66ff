package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import java.util.List;
import java.util.Set;

/**
 * The products of the deprecated order call, and invented products. A listing of the products needs more than one page
 * of the default size.
 */
final class ProductCatalogue {

    private static final List<Integer> MONTHS = List.of(1, 3, 6, 12);
    private static final List<Integer> YEARS = List.of(12, 24, 36, 48, 60);
    private static final List<String> DCV = List.of("dcv");
    private static final List<String> ORGANIZATION =
            List.of("dcv", "organization", "address", "postalCode", "city", "country", "coc", "approver");
    private static final Validation OV = Validation.ORGANIZATION_VALIDATION;
    private static final Validation EV = Validation.EXTENDED_VALIDATION;

    private static final List<CatalogueProduct> PRODUCTS = List.of(
            dv("ssl_example_dv", "Example DV", Kind.SINGLE_DOMAIN, List.of(), MONTHS, 2500),
            dv("ssl_example_multi", "Example Multi-Domain", Kind.MULTI_DOMAIN, DCV, List.of(6, 12), 4000),
            dv("ssl_example_wildcard", "Example Wildcard", Kind.WILDCARD, DCV, List.of(6, 12), 7900),
            organization("ssl_example_ov", "Example OV", OV, ORGANIZATION, List.of(12, 24, 36), 9900),
            organization("ssl_example_ev", "Example EV", EV, ORGANIZATION, List.of(12, 24, 36), 19900),
            dv("ssl_example_trial", "Example Trial, free of charge", Kind.SINGLE_DOMAIN, List.of(), List.of(1), 0),
            dv("ssl_comodo_positive", "PositiveSSL", Kind.SINGLE_DOMAIN, List.of(), YEARS, 2500),
            dv("ssl_comodo_positive_wc", "PositiveSSL Wildcard", Kind.WILDCARD, List.of(), YEARS, 9000),
            dv("ssl_comodo_instant", "InstantSSL", Kind.SINGLE_DOMAIN, List.of(), YEARS, 4500),
            dv("ssl_comodo_instant_wc", "InstantSSL Wildcard", Kind.WILDCARD, List.of(), YEARS, 12000),
            organization("ssl_comodo_ev", "EV SSL", EV, List.of(), YEARS, 16000));

    private ProductCatalogue() {}

    static CatalogueProduct product(String id) {
        return PRODUCTS.stream()
                .filter(product -> product.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RealtimeRefusal.missing("product", id));
    }

    static List<ListingPage.Entry> entries() {
        return PRODUCTS.stream()
                .<ListingPage.Entry>map(product -> product::json)
                .toList();
    }

    private static CatalogueProduct dv(
            String id, String title, Kind kind, List<String> required, List<Integer> periods, long cents) {
        return new CatalogueProduct(id, title, Validation.DOMAIN_VALIDATION, kind, required, periods, cents);
    }

    private static CatalogueProduct organization(
            String id, String title, Validation level, List<String> required, List<Integer> periods, long cents) {
        return new CatalogueProduct(id, title, level, Kind.SINGLE_DOMAIN, required, periods, cents);
    }

    enum Validation {
        DOMAIN_VALIDATION,
        ORGANIZATION_VALIDATION,
        EXTENDED_VALIDATION
    }

    enum Kind {
        SINGLE_DOMAIN,
        MULTI_DOMAIN,
        WILDCARD
    }

    /** A product. Periods are in months. The price is in cents for each started year. */
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

        // The required fields that the CSR may contain instead of the body, according to the product page.
        private static final Set<String> FROM_CSR = Set.of("organization", "address", "postalCode", "city", "country");

        long price(int months) {
            return cents * ((months + MONTHS_PER_YEAR - 1) / MONTHS_PER_YEAR);
        }

        /** Returns the required fields that the body must contain because a CSR cannot contain them. */
        List<String> fieldsOfBody() {
            return requiredFields.stream()
                    .filter(field -> !FROM_CSR.contains(field))
                    .toList();
        }

        boolean needsOrganization() {
            return validation != Validation.DOMAIN_VALIDATION;
        }

        boolean isReissuable() {
            return cents > 0;
        }

        List<String> renewFrom() {
            return List.of(id);
        }

        ObjectNode json() {
            ObjectNode json = Reply.object()
                    .put("product", id)
                    .put("brand", "Example Trust")
                    .put("name", title)
                    .put("validationType", validation.name())
                    .put("certificateType", kind.name());
            ArrayNode features = json.putArray("features");
            if (isReissuable()) {
                features.add("REISSUE");
            }
            switch (kind) {
                case SINGLE_DOMAIN -> features.add("WWW_INCLUDED").add("NON_WWW_INCLUDED");
                case MULTI_DOMAIN -> features.add("WILDCARD");
                case WILDCARD -> {}
            }
            requiredFields.forEach(json.putArray("requiredFields")::add);
            List.of("domainName", "dcv", "state", "saEmail").forEach(json.putArray("optionalFields")::add);
            periods.forEach(json.putArray("periods")::add);
            json.put("warranty", 10_000)
                    .put("issueTime", needsOrganization() ? "1-3 days" : "5-10 minutes")
                    .put("renewalWindow", 30);
            renewFrom().forEach(json.putArray("renewFrom")::add);
            if (kind == Kind.MULTI_DOMAIN) {
                json.put("includedDomains", 1).put("maxDomains", 100);
            }
            return json;
        }
    }
}
