package dev.certbridge.conformance.pact;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.ReissueRequest;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests, response bodies and connected clients that the pacts with regfish share. */
final class RegfishCalls {

    static final PactSide SIDE = new PactSide(Regfish.NAME, "x-api-key", "");

    /** A certificate id as regfish makes them. */
    static final String ID = "HM4T9XQ2RB7WK";

    static final String PRODUCT = "RapidSSL";
    static final String RECORD_ID = "8801234";
    static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";
    private static final String SERIAL_PATTERN = "[0-9A-Fa-f:]+";
    private static final String SERIAL = "0C4E81B7D25F39A6607C1ED8";
    private static final String TIME_PATTERN = "\\d{4}-\\d\\d-\\d\\dT.+";
    static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";

    private static final String HOST_PATTERN = "[^\\s]+\\.[^\\s]+";

    private RegfishCalls() {}

    /** Returns an interaction of an operation, at its path. */
    static Expectation call(String operationId, String description) {
        return new Expectation(SIDE, operationId, description)
                .sends(route(operationId), Map.of("certificateId", ID, "recordId", RECORD_ID));
    }

    private static String route(String operationId) {
        return switch (operationId) {
            case "listProducts" -> "GET /tls/products";
            case "listCertificates" -> "GET /tls/certificate";
            case "createCertificate" -> "POST /tls/certificate";
            case "getCertificate" -> "GET /tls/certificate/{certificateId}";
            case "downloadCertificate" -> "GET /tls/certificate/{certificateId}/download/pem";
            case "reissueCertificate" -> "POST /tls/certificate/{certificateId}/reissue";
            case "completeCertificate" -> "POST /tls/certificate/{certificateId}/complete";
            case "listRecords" -> "GET /dns/example.com/rr";
            case "createRecord" -> "POST /dns/rr";
            case "getRecord" -> "GET /dns/rr/{recordId}";
            case "patchRecordById" -> "PATCH /dns/rr/{recordId}";
            case "deleteRecord" -> "DELETE /dns/rr/{recordId}";
            default -> throw new IllegalArgumentException(operationId);
        };
    }

    /** Returns the list before an order, while nothing was ordered yet. */
    static Expectation emptyList() {
        return call("listCertificates", "the list of certificates before the first order")
                .given(RegfishStates.NO_ORDERS)
                .responds(200, body -> body.booleanValue("success", true).array("response", none -> {}));
    }

    /** Returns the list, with at least one entry. */
    static Expectation list(String description, String state, Consumer<LambdaDslObject> entry) {
        return call("listCertificates", description)
                .given(state)
                .responds(200, body -> body.booleanValue("success", true).minArrayLike("response", 1, entry));
    }

    /** Returns the read of one certificate. */
    static Expectation look(String description, String state, Consumer<LambdaDslObject> certificate) {
        return call("getCertificate", description).given(state).responds(200, envelope(certificate));
    }

    /** Returns the download of the leaf and its issuers. */
    static Expectation download() {
        return call("downloadCertificate", "the download of an issued certificate")
                .given(RegfishStates.ISSUED)
                .header("Content-Type", "application/x-pem-file")
                .responds(200)
                .responseBody(PactFixtures.certificates(PactFixtures.LEAF + PactFixtures.ISSUERS));
    }

    /** Adds the members of a pending order. */
    static void pending(LambdaDslObject order, String id) {
        order.stringMatcher("id", ID_PATTERN, id)
                .stringValue("status", "pending")
                .booleanValue("action_required", false);
    }

    /** Adds a pending reissue. */
    static void pendingReissue(LambdaDslObject certificate) {
        certificate.object("reissue", reissue -> {
            reissue.integerType("id", 51873).stringType("status", "pending");
            validation(reissue);
        });
    }

    /** Adds status, serial and validity of an issued certificate. */
    static void issued(LambdaDslObject certificate) {
        certificate
                .stringValue("status", "issued")
                .booleanValue("action_required", false)
                .booleanValue("certificate_pem_available", true)
                .stringMatcher("serial_number", SERIAL_PATTERN, SERIAL)
                .stringMatcher("valid_from", TIME_PATTERN, "2026-11-22T00:00:00Z")
                .stringMatcher("valid_until", TIME_PATTERN, "2027-05-19T23:59:59Z");
    }

    /** Adds id, product and names. */
    static void names(LambdaDslObject certificate) {
        certificate
                .stringMatcher("id", ID_PATTERN, ID)
                .stringType("product", PRODUCT)
                .stringType("common_name", PactFixtures.NAME)
                .array("dns_names", names -> {});
    }

    /** Adds the body of a completion. */
    static void organization(LambdaDslObject body) {
        body.valueFromProviderState("org_id", "${organizationId}", ORGANIZATION);
    }

    /** Adds the body of a reissue. */
    static void reissue(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.OTHER_CSR);
        body.stringType("common_name", PactFixtures.NAME)
                .array("dns_names", names -> {})
                .stringValue("dcv_method", "dns-cname-token")
                .integerType("validity_days", 199);
    }

    /** Returns the reissue of the generated client. */
    static ReissueRequest reissue() {
        return new ReissueRequest()
                .csr(PactFixtures.OTHER_CSR)
                .commonName(PactFixtures.NAME)
                .dnsNames(List.of())
                .dcvMethod("dns-cname-token")
                .validityDays(199);
    }

    /** Returns the order of the adapter. */
    static OrderRequest request() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.days(199))
                .build();
    }

    /** Adds the body of an order. */
    static void order(LambdaDslObject body) {
        body.stringType("sku", PRODUCT).stringType("common_name", PactFixtures.NAME);
        PactFixtures.csr(body, PactFixtures.CSR);
        body.stringValue("dcv_method", "dns-cname-token").integerType("validity_days", 199);
    }

    /** Returns the order of the generated client. */
    static CertificateRequest order() {
        return new CertificateRequest()
                .sku(PRODUCT)
                .commonName(PactFixtures.NAME)
                .csr(PactFixtures.CSR)
                .dcvMethod("dns-cname-token")
                .validityDays(199);
    }

    /** Returns a successful body around one object. */
    static Consumer<LambdaDslJsonBody> envelope(Consumer<LambdaDslObject> response) {
        return body -> body.booleanValue("success", true).object("response", response);
    }

    /** Returns the body of an error: the status decides, and the text is for people. */
    static Consumer<LambdaDslJsonBody> failure(String message) {
        return body -> body.booleanValue("success", false).stringType("message", message);
    }

    /** Adds the record to publish. */
    static void validation(LambdaDslObject certificate) {
        certificate.object(
                "validation",
                validation -> validation.minArrayLike(
                        "dns_records",
                        1,
                        record -> record.stringMatcher("name", HOST_PATTERN, "_dnsauth.www.example.com.")
                                .stringValue("type", "CNAME")
                                .stringMatcher("value", HOST_PATTERN, "3f9c1e7ab2d04856.dcv.digicert.com.")));
    }

    /** Returns the parameter of a state that concerns one operation. */
    static Map<String, String> operation(String operationId) {
        return Map.of("operationId", operationId);
    }

    /** Returns a call of the generated client. */
    static Consumer<MockServer> client(Consumer<RegfishClient> use) {
        return server -> {
            try (RegfishClient client = RegfishClient.connect(PactSide.KEY, AdapterUnderTest.options(server))) {
                use.accept(client);
            }
        };
    }

    /** Returns a call of the adapter, which knows the order that {@link PactFixtures#CSR} was for. */
    static Consumer<MockServer> adapter(Consumer<AdapterUnderTest> use) {
        return server -> {
            ResellerAccount account = AdapterUnderTest.account(Regfish.NAME, server, "-");
            OrderId order = account.orderId(ID, PactFixtures.order(PRODUCT));
            OrderBook book = OrderBooks.inMemory();
            try (CertificateReseller regfish = Regfish.connect(PactSide.KEY, book, AdapterUnderTest.options(server))) {
                use.accept(new AdapterUnderTest(regfish, book, order, account.certificateId(ID)));
            }
        };
    }
}
