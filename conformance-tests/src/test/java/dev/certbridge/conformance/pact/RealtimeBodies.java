package dev.certbridge.conformance.pact;

import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.Matchers;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import java.util.function.Consumer;

/** Parts of the bodies of requests and responses that the pacts with Realtime Register share. */
final class RealtimeBodies {

    private static final String HOST_PATTERN = "[^\\s]+\\.[^\\s]+";

    private RealtimeBodies() {}

    /** Adds the lines of a price, in a quote and again where they are acknowledged. */
    static void billables(LambdaDslObject body, String product, String action) {
        body.minArrayLike(
                "billables",
                1,
                line -> line.stringType("product", product)
                        .stringMatcher("action", "[A-Z_]+", action)
                        .integerType("quantity", 1)
                        .integerType("amount", 2500)
                        .booleanType("refundable", true)
                        .integerType("total", 2500)
                        .stringType("providerName", "example-provider"));
    }

    /** Adds a price, every line of which has to be acknowledged. */
    static void quote(LambdaDslObject body, String action) {
        quote(body, RealtimeCalls.PRODUCT, action);
    }

    static void quote(LambdaDslObject body, String product, String action) {
        body.object("quote", quote -> {
            quote.stringMatcher("currency", "[A-Z]{3}", "EUR").integerType("total", 2500);
            billables(quote, product, action);
        });
    }

    /** Adds the records to publish. */
    static void validations(LambdaDslObject info) {
        info.stringType("commonName", PactFixtures.NAME);
        info.object(
                "validations",
                validations -> validations.minArrayLike(
                        "dcv",
                        1,
                        dcv -> dcv.stringMatcher("status", RealtimeCalls.PROOF_PATTERN, "WAITING")
                                .stringMatcher("dnsRecord", HOST_PATTERN, "_5f1c93d0.www.example.com")
                                .stringMatcher("dnsType", "CNAME|TXT", "CNAME")
                                .stringType("dnsContents", "8e2d4a67.dcv.example.org")));
    }

    /** Returns the body of an error: its type decides, the message is for people. */
    static Consumer<LambdaDslJsonBody> error(String type) {
        return body -> body.stringValue("type", type).stringType("message", "For people to read.");
    }

    /** Returns a page of a listing. */
    static Consumer<LambdaDslJsonBody> page(Consumer<LambdaDslObject> entity) {
        return body ->
                body.minArrayLike("entities", 1, entity).object("pagination", page -> page.integerType("total", 1));
    }

    /** Adds an empty page. */
    static void nothing(LambdaDslObject body) {
        body.array("entities", none -> {}).object("pagination", pages -> pages.numberValue("total", 0));
    }

    /** Adds a certificate, read or listed. */
    static void certificate(LambdaDslObject certificate) {
        certificate
                .integerType("id", Integer.valueOf(RealtimeCalls.CERTIFICATE))
                .integerType("process", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringMatcher("status", "[A-Z]+", "ACTIVE")
                .stringType("product", RealtimeCalls.PRODUCT)
                .stringMatcher("certificateType", "[A-Z_]+", "SINGLE_DOMAIN")
                .stringType("domainName", PactFixtures.NAME)
                .minArrayLike("san", 1, PactDslJsonRootValue.stringType(PactFixtures.NAME), 1)
                .stringMatcher("startDate", RealtimeCalls.TIME_PATTERN, RealtimeCalls.CREATED)
                .stringMatcher("expiryDate", RealtimeCalls.TIME_PATTERN, "2127-05-19T23:59:59Z")
                .stringMatcher("certificate", "-----BEGIN CERTIFICATE-----[\\s\\S]+", PactFixtures.LEAF);
        PactFixtures.csr(certificate, PactFixtures.CSR);
    }

    /** Adds a listed process. */
    static void process(LambdaDslObject process) {
        process.integerType("id", Integer.valueOf(RealtimeCalls.PROCESS))
                .stringValue("type", "certificate")
                .stringMatcher("status", "[A-Z_]+", "RUNNING")
                .stringType("identifier", PactFixtures.NAME)
                .stringType("action", "request")
                .stringMatcher("createdDate", RealtimeCalls.TIME_PATTERN, RealtimeCalls.CREATED)
                .object("command", command -> {
                    command.stringType("product", RealtimeCalls.PRODUCT)
                            .minArrayLike("san", 1, PactDslJsonRootValue.stringType(PactFixtures.NAME), 1);
                    PactFixtures.csr(command, PactFixtures.CSR);
                });
    }

    /** Returns the read of what a running process waits for. */
    static Expectation info() {
        return RealtimeCalls.call("getProcessInfo", "what a process under way waits for")
                .given(RealtimeStates.RUNNING)
                .responds(200, body -> {
                    body.booleanValue("requiresAttention", false);
                    validations(body);
                });
    }

    /** Returns the listing of the certificate that was issued for a process. */
    static Expectation certificateOf(String description) {
        return RealtimeCalls.listing("listCertificates", description)
                .given(RealtimeStates.ISSUED)
                .query("process:eq", Matchers.fromProviderState("${processId}", RealtimeCalls.PROCESS))
                .responds(
                        200,
                        page(certificate -> certificate
                                .integerType("id", Integer.valueOf(RealtimeCalls.CERTIFICATE))
                                .integerType("process", Integer.valueOf(RealtimeCalls.PROCESS))));
    }

    /** A fictitious organization, for the adapter, for bodies and for the generated client. */
    static final class RealtimeOrganization {

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
            return changing(request).toBuilder()
                    .organization(DETAILS.country("DE"))
                    .build();
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
}
