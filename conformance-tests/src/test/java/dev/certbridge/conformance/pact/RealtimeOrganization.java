package dev.certbridge.conformance.pact;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;

/** A fictitious organization, for the adapter, for bodies and for the generated client. */
final class RealtimeOrganization {

    static final String PRODUCT = "ssl_example_ov";

    private static final Organization.Details DETAILS = Organization.named("Example Shops GmbH")
            .address("Beispielweg 1")
            .postalCode("10115")
            .city("Berlin")
            .state("Berlin")
            .registration("00000000");

    private RealtimeOrganization() {}

    /** An order, in its country. */
    static OrderRequest ordering(OrderRequest request) {
        return changing(request).toBuilder().organization(DETAILS.country("DE")).build();
    }

    /** A renewal or reissue, which take no country. */
    static OrderRequest changing(OrderRequest request) {
        return request.toBuilder()
                .organization(DETAILS)
                .approver(Approver.of("Erika", "Mustermann", "erika@example.com", "+49.300000000")
                        .jobTitle("Administrator"))
                .language("DE")
                .dcv(DcvMethod.email("admin@example.com"))
                .build();
    }

    /** Adds the fields that all three send. */
    static void fields(LambdaDslObject body) {
        body.stringType("organization", "Example Shops GmbH")
                .stringType("address", "Beispielweg 1")
                .stringType("postalCode", "10115")
                .stringType("city", "Berlin")
                .stringType("state", "Berlin")
                .stringType("coc", "00000000")
                .stringMatcher("language", "[A-Z]{2}", "DE")
                .object(
                        "approver",
                        approver -> approver.stringType("firstName", "Erika")
                                .stringType("lastName", "Mustermann")
                                .stringType("jobTitle", "Administrator")
                                .stringMatcher("email", "\\S+@\\S+", "erika@example.com")
                                .stringMatcher("voice", "\\+[0-9].+", "+49.300000000"))
                .minArrayLike(
                        "dcv",
                        1,
                        name -> name.stringType("commonName", PactFixtures.NAME)
                                .stringValue("type", "EMAIL")
                                .stringMatcher("email", "\\S+@\\S+", "admin@example.com"));
    }

    /** An order for the generated client. */
    static CertificateRequest order() {
        return RealtimeCalls.order()
                .product(PRODUCT)
                .organization("Example Shops GmbH")
                .address("Beispielweg 1")
                .postalCode("10115")
                .city("Berlin")
                .country("DE")
                .coc("00000000")
                .approver(new dev.certbridge.realtime.generated.model.Approver()
                        .firstName("Erika")
                        .lastName("Mustermann")
                        .email("erika@example.com")
                        .voice("+49.300000000"));
    }
}
