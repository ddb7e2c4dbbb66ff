package dev.certbridge.stub.realtime;

import dev.certbridge.stub.realtime.CatalogueProduct.Kind;
import dev.certbridge.stub.realtime.CatalogueProduct.Validation;
import java.util.List;

/** Made-up products and prices, beside the five of the deprecated call. More than one page of a listing, on purpose. */
final class ProductCatalogue {

    private static final List<Integer> MONTHS = List.of(1, 3, 6, 12);
    private static final List<Integer> YEARS = List.of(12, 24, 36, 48, 60);
    private static final List<String> DCV = List.of("dcv");
    private static final List<String> ORGANIZATION =
            List.of("dcv", "organization", "address", "postalCode", "city", "country", "coc", "approver");

    private static final List<CatalogueProduct> PRODUCTS = List.of(
            dv("ssl_example_dv", "Example DV", Kind.SINGLE_DOMAIN, List.of(), MONTHS, 2500),
            dv("ssl_example_multi", "Example Multi-Domain", Kind.MULTI_DOMAIN, DCV, List.of(6, 12), 4000),
            dv("ssl_example_wildcard", "Example Wildcard", Kind.WILDCARD, DCV, List.of(6, 12), 7900),
            organization("ssl_example_ov", "Example OV", Validation.ORGANIZATION_VALIDATION, 9900),
            organization("ssl_example_ev", "Example EV", Validation.EXTENDED_VALIDATION, 19900),
            dv("ssl_example_trial", "Example Trial, free of charge", Kind.SINGLE_DOMAIN, List.of(), List.of(1), 0),
            dv("ssl_comodo_positive", "PositiveSSL", Kind.SINGLE_DOMAIN, List.of(), YEARS, 2500),
            dv("ssl_comodo_positive_wc", "PositiveSSL Wildcard", Kind.WILDCARD, List.of(), YEARS, 9000),
            dv("ssl_comodo_instant", "InstantSSL", Kind.SINGLE_DOMAIN, List.of(), YEARS, 4500),
            dv("ssl_comodo_instant_wc", "InstantSSL Wildcard", Kind.WILDCARD, List.of(), YEARS, 12000),
            new CatalogueProduct(
                    "ssl_comodo_ev",
                    "EV SSL",
                    Validation.EXTENDED_VALIDATION,
                    Kind.SINGLE_DOMAIN,
                    List.of(),
                    YEARS,
                    16000));

    private ProductCatalogue() {}

    static CatalogueProduct product(String id) {
        return PRODUCTS.stream()
                .filter(product -> product.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RealtimeRefusal.missing("product", id));
    }

    static List<ListingEntry> entries() {
        return PRODUCTS.stream().<ListingEntry>map(product -> product::json).toList();
    }

    private static CatalogueProduct dv(
            String id, String title, Kind kind, List<String> required, List<Integer> periods, long cents) {
        return new CatalogueProduct(id, title, Validation.DOMAIN_VALIDATION, kind, required, periods, cents);
    }

    private static CatalogueProduct organization(String id, String title, Validation validation, long cents) {
        return new CatalogueProduct(
                id, title, validation, Kind.SINGLE_DOMAIN, ORGANIZATION, List.of(12, 24, 36), cents);
    }
}
