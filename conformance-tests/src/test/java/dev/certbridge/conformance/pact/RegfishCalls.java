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
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the pacts with regfish have in common: requests, envelopes, and our clients connected to the mock. */
final class RegfishCalls {

    /** A certificate id as regfish makes them. */
    static final String ID = "HM4T9XQ2RB7WK";

    static final String PRODUCT = "RapidSSL";
    static final String CERTIFICATE = "/tls/certificate/{certificateId}";
    static final String ORGANIZATION = "hdl_4N8RC2VXW6DYE";
    static final String SERIAL_PATTERN = "[0-9A-Fa-f:]+";
    static final String SERIAL = "0C4E81B7D25F39A6607C1ED8";
    static final String TIME_PATTERN = "\\d{4}-\\d\\d-\\d\\dT.+";
    static final String ID_PATTERN = "[A-Za-z0-9_-]{1,64}";

    private static final String HOST_PATTERN = "[^\\s]+\\.[^\\s]+";

    private RegfishCalls() {}

    static Expectation call(String operationId, String description) {
        return new Expectation(PactSide.REGFISH, operationId, description);
    }

    /** What is listed, before an order, when nothing was ordered yet. */
    static Expectation emptyList() {
        return call("listCertificates", "the list of certificates before the first order")
                .given(RegfishStates.NO_ORDERS)
                .sends("GET", "/tls/certificate")
                .answers(200, body -> body.booleanValue("success", true).array("response", none -> {}));
    }

    /** The list, with at least one entry. */
    static Expectation list(String description, String state, Consumer<LambdaDslObject> entry) {
        return call("listCertificates", description)
                .given(state)
                .sends("GET", "/tls/certificate")
                .answers(200, body -> body.booleanValue("success", true).minArrayLike("response", 1, entry));
    }

    /** A look at one certificate. */
    static Expectation look(String description, String state, Consumer<LambdaDslObject> certificate) {
        return call("getCertificate", description)
                .given(state)
                .sends("GET", CERTIFICATE, ID)
                .answers(200, envelope(certificate));
    }

    /** The leaf and its issuers. */
    static Expectation download() {
        return call("downloadCertificate", "the download of an issued certificate")
                .given(RegfishStates.ISSUED)
                .sends("GET", CERTIFICATE + "/download/pem", ID)
                .header("Content-Type", "application/x-pem-file")
                .answers(200)
                .holds(PactFixtures.certificates(PactFixtures.LEAF + PactFixtures.ISSUERS));
    }

    /** What the answer to an order, a renewal or a completion tells. */
    static void taken(LambdaDslObject order) {
        order.stringMatcher("id", ID_PATTERN, ID)
                .stringValue("status", "pending")
                .booleanValue("action_required", false);
    }

    /** What tells an issued certificate. */
    static void issued(LambdaDslObject certificate) {
        certificate
                .stringValue("status", "issued")
                .booleanValue("action_required", false)
                .booleanValue("certificate_pem_available", true)
                .stringMatcher("serial_number", SERIAL_PATTERN, SERIAL)
                .stringMatcher("valid_from", TIME_PATTERN, "2026-11-22T00:00:00Z")
                .stringMatcher("valid_until", TIME_PATTERN, "2027-05-19T23:59:59Z");
    }

    /** What it is for. */
    static void wares(LambdaDslObject certificate) {
        certificate
                .stringMatcher("id", ID_PATTERN, ID)
                .stringType("product", PRODUCT)
                .stringType("common_name", PactFixtures.NAME)
                .array("dns_names", names -> {});
    }

    /** The body of a reissue. */
    static void reissue(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.OTHER_CSR);
        body.stringType("common_name", PactFixtures.NAME)
                .array("dns_names", names -> {})
                .stringValue("dcv_method", "dns-cname-token")
                .integerType("validity_days", 199);
    }

    /** The same for the generated client. */
    static ReissueRequest reissue() {
        return new ReissueRequest()
                .csr(PactFixtures.OTHER_CSR)
                .commonName(PactFixtures.NAME)
                .dnsNames(List.of())
                .dcvMethod("dns-cname-token")
                .validityDays(199);
    }

    /** A plain order for the adapter. */
    static OrderRequest request() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.days(199))
                .build();
    }

    /** The body of a plain order. */
    static void order(LambdaDslObject body) {
        body.stringType("sku", PRODUCT).stringType("common_name", PactFixtures.NAME);
        PactFixtures.csr(body, PactFixtures.CSR);
        body.stringValue("dcv_method", "dns-cname-token").integerType("validity_days", 199);
    }

    /** The same for the generated client. */
    static CertificateRequest order() {
        return new CertificateRequest()
                .sku(PRODUCT)
                .commonName(PactFixtures.NAME)
                .csr(PactFixtures.CSR)
                .dcvMethod("dns-cname-token")
                .validityDays(199);
    }

    /** A success around one object. */
    static Consumer<LambdaDslJsonBody> envelope(Consumer<LambdaDslObject> response) {
        return body -> body.booleanValue("success", true).object("response", response);
    }

    /** A failure: no type, the status decides, and the text is for people. */
    static Consumer<LambdaDslJsonBody> failure(String message) {
        return body -> body.booleanValue("success", false).stringType("message", message);
    }

    /** The records to publish. */
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

    static Map<String, String> at(String operationId) {
        return Map.of("operationId", operationId);
    }

    /** Does something with the adapter. */
    static void with(MockServer server, Consumer<CertificateReseller> use) {
        try (CertificateReseller regfish = reseller(server)) {
            use.accept(regfish);
        }
    }

    static RegfishClient client(MockServer server) {
        return RegfishClient.connect(PactSide.KEY, options(server));
    }

    static CertificateReseller reseller(MockServer server) {
        return Regfish.connect(PactSide.KEY, OrderBooks.inMemory(), options(server));
    }

    /** The id of the order that {@link PactFixtures#CSR} was for. */
    static OrderId orderId(MockServer server) {
        return place(server).orderId(ID, PactFixtures.order(PRODUCT));
    }

    static CertificateId certificateId(MockServer server) {
        return place(server).certificateId(ID);
    }

    private static ResellerAccount place(MockServer server) {
        return new ResellerAccount(Regfish.NAME, URI.create(server.getUrl()).getAuthority(), "-");
    }

    static ConnectOptions options(MockServer server) {
        return ConnectOptions.builder()
                .uri(URI.create(server.getUrl()))
                .retries(ReadRetries.none())
                .build();
    }
}
