package dev.certbridge.conformance.pact;

import static au.com.dius.pact.consumer.dsl.Matchers.regexp;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.DomainControlValidation;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Requests and connected clients that the pacts with Realtime Register share. */
final class RealtimeCalls {

    static final PactSide SIDE = new PactSide(Realtime.NAME, "Authorization", "ApiKey ");

    static final String PROCESS = "9182736";
    static final String CERTIFICATE = "741983";
    static final String NOTIFICATION = "4410023";
    static final String CUSTOMER = "example-handle";
    static final String PRODUCT = "ssl_example_dv";
    static final String PROOF_PATTERN = "WAITING|ATTENTION|VALIDATED";
    static final String TIME_PATTERN = "\\d{4}-\\d\\d-\\d\\dT.+";

    /** A time after every order of a test: what is older than an attempt was not ordered by it. */
    static final String CREATED = "2126-11-22T09:30:00Z";

    private RealtimeCalls() {}

    /** Returns an interaction of an operation, at its path. */
    static Expectation call(String operationId, String description) {
        return new Expectation(SIDE, operationId, description)
                .sends(
                        route(operationId),
                        Map.of("certificateId", CERTIFICATE, "processId", PROCESS, "notificationId", NOTIFICATION));
    }

    private static String route(String operationId) {
        return switch (operationId) {
            case "listProducts" -> "GET /v2/ssl/products";
            case "requestCertificate" -> "POST /v2/ssl/certificates";
            case "listCertificates" -> "GET /v2/ssl/certificates";
            case "getCertificate" -> "GET /v2/ssl/certificates/{certificateId}";
            case "revokeCertificate" -> "DELETE /v2/ssl/certificates/{certificateId}";
            case "renewCertificate" -> "POST /v2/ssl/certificates/{certificateId}/renew";
            case "reissueCertificate" -> "POST /v2/ssl/certificates/{certificateId}/reissue";
            case "downloadCertificate" -> "GET /v2/ssl/certificates/{certificateId}/download";
            case "listProcesses" -> "GET /v2/processes";
            case "getProcess" -> "GET /v2/processes/{processId}";
            case "cancelProcess" -> "DELETE /v2/processes/{processId}";
            case "getProcessInfo" -> "GET /v2/processes/{processId}/info";
            case "createCertificate" -> "POST /v2/customers/" + CUSTOMER + "/certificates";
            case "renewCertificateLegacy" -> "POST /v2/customers/" + CUSTOMER + "/certificates/{certificateId}/renew";
            case "listNotifications" -> "GET /v2/customers/" + CUSTOMER + "/notifications";
            case "acknowledgeNotification" -> "POST /v2/customers/" + CUSTOMER + "/notifications/{notificationId}/ack";
            default -> throw new IllegalArgumentException(operationId);
        };
    }

    /** Returns a call that the stub refuses with an example of the contract. */
    static Expectation refused(String operationId, int status, String type, String description) {
        Map<String, String> refusal =
                Map.of("operationId", operationId, "status", Integer.toString(status), "type", type);
        return call(operationId, description)
                .given(RealtimeStates.REFUSES, refusal)
                .responds(status);
    }

    /** Adds the body of an order. */
    static void order(LambdaDslObject body) {
        body.stringType("customer", CUSTOMER).stringType("product", PRODUCT).integerType("period", 12);
        PactFixtures.csr(body, PactFixtures.CSR);
        validateByDns(body);
    }

    static void validateByDns(LambdaDslObject body) {
        body.minArrayLike(
                "dcv",
                1,
                name -> name.stringType("commonName", PactFixtures.NAME).stringValue("type", "DNS"));
    }

    /** Adds the body of a reissue. */
    static void reissue(LambdaDslObject body) {
        PactFixtures.csr(body, PactFixtures.OTHER_CSR);
        validateByDns(body);
    }

    /** Adds the body of a renewal. */
    static void renewal(LambdaDslObject body) {
        body.stringType("product", PRODUCT).integerType("period", 12);
        reissue(body);
    }

    /** Returns the order of the generated client. */
    static CertificateRequest order() {
        return new CertificateRequest()
                .customer(CUSTOMER)
                .product(PRODUCT)
                .period(12)
                .csr(PactFixtures.CSR)
                .dcv(byDns(PactFixtures.NAME));
    }

    static List<DomainControlValidation> byDns(String... names) {
        return Stream.of(names)
                .map(name -> new DomainControlValidation().commonName(name).type("DNS"))
                .toList();
    }

    /** Returns the order of the adapter. */
    static OrderRequest request() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.months(12))
                .build();
    }

    /** Returns an order whose outcome is unknown because the reseller failed. */
    static Expectation failingOrder() {
        return refused("requestCertificate", 500, "InternalSRSError", "an order while the reseller fails")
                .body(RealtimeCalls::order);
    }

    /** Returns a listing in the order of ids; the next page begins after the last id. */
    static Expectation listing(String operationId, String description) {
        return call(operationId, description).query("limit", "100").query("order", "id");
    }

    /** Returns the listing of processes about certificates. */
    static Expectation processes(String description) {
        return listing("listProcesses", description).query("type", "certificate");
    }

    /** Returns the listing before the first order for a name. The adapter keeps its date in the book. */
    static Expectation noneListed() {
        return processes("the processes for a name before its first order")
                .given(RealtimeStates.NO_ORDERS)
                .query("identifier", PactFixtures.NAME)
                .header("Date", regexp("[A-Z][a-z]{2}, .+ GMT", "Sun, 22 Nov 2026 09:30:00 GMT"))
                .responds(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body));
    }

    /** Returns the read of a charge after an order. */
    static Expectation charged() {
        return call("getProcess", "a look at what an order cost")
                .given(RealtimeStates.RUNNING)
                .responds(200, body -> body.object("reservation", money -> money.integerType("EUR", 2500)));
    }

    /** Returns the read of a certificate by its own id. */
    static Expectation certificate() {
        return call("getCertificate", "a look at a certificate")
                .given(RealtimeStates.ISSUED)
                .responds(200, RealtimeBodies::certificate);
    }

    /** Returns a call of the generated client. */
    static Consumer<MockServer> client(Consumer<RealtimeClient> use) {
        return server -> {
            try (RealtimeClient client = RealtimeClient.connect(PactSide.KEY, AdapterUnderTest.options(server))) {
                use.accept(client);
            }
        };
    }

    /** Returns a call of the adapter, which knows the order that {@link PactFixtures#CSR} was for. */
    static Consumer<MockServer> adapter(Consumer<AdapterUnderTest> use) {
        return adapter(
                (server, book) -> Realtime.connect(PactSide.KEY, CUSTOMER, book, AdapterUnderTest.options(server)),
                use);
    }

    /** Returns a call of an adapter. */
    static Consumer<MockServer> adapter(
            BiFunction<MockServer, OrderBook, CertificateReseller> connect, Consumer<AdapterUnderTest> use) {
        return server -> {
            ResellerAccount account = AdapterUnderTest.account(Realtime.NAME, server, CUSTOMER);
            OrderId order = account.orderId(PROCESS, request());
            OrderBook book = OrderBooks.inMemory();
            try (CertificateReseller realtime = connect.apply(server, book)) {
                use.accept(new AdapterUnderTest(realtime, book, order, account.certificateId(CERTIFICATE)));
            }
        };
    }
}
