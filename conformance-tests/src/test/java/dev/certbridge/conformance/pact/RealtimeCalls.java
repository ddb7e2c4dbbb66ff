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
import java.util.stream.Stream;

/** What the pacts with Realtime Register have in common: requests, answers, and our clients connected to the mock. */
final class RealtimeCalls {

    static final String CERTIFICATES = "/v2/ssl/certificates";
    static final String PROCESS = "9182736";
    static final String CERTIFICATE = "741983";
    static final String CUSTOMER = "example-handle";
    static final String PRODUCT = "ssl_example_dv";
    static final String PROCESSES = "/v2/processes";
    static final String PROOF_PATTERN = "WAITING|ATTENTION|VALIDATED";
    static final String TIME_PATTERN = "\\d{4}-\\d\\d-\\d\\dT.+";

    /** Later than any order of a test: what is older than an attempt was not ordered by it. */
    static final String CREATED = "2126-11-22T09:30:00Z";

    private RealtimeCalls() {}

    static Expectation call(String operationId, String description) {
        return new Expectation(PactSide.REALTIME, operationId, description);
    }

    /** An order of one certificate. */
    static Expectation order(String description) {
        return call("requestCertificate", description).sends("POST", CERTIFICATES);
    }

    /** The body of a plain order. */
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

    /** The same for the generated client. */
    static CertificateRequest order() {
        return new CertificateRequest()
                .customer(CUSTOMER)
                .product(PRODUCT)
                .period(12)
                .csr(PactFixtures.CSR)
                .dcv(byDns());
    }

    static List<DomainControlValidation> byDns() {
        return byDns(PactFixtures.NAME);
    }

    static List<DomainControlValidation> byDns(String... names) {
        return Stream.of(names)
                .map(name -> new DomainControlValidation().commonName(name).type("DNS"))
                .toList();
    }

    /** The same for the adapter. */
    static OrderRequest request() {
        return PactFixtures.order(PRODUCT).toBuilder()
                .validity(Validity.months(12))
                .build();
    }

    /** An order that fails inside; what became of it is not known. */
    static Expectation failingOrder() {
        return order("an order while the reseller fails")
                .given(RealtimeStates.REFUSES, refusing("requestCertificate", 500, "InternalSRSError"))
                .body(RealtimeCalls::order)
                .answers(500);
    }

    /** What the reseller is told to refuse, by the name of an example of the contract. */
    static Map<String, String> refusing(String operationId, int status, String type) {
        return Map.of("operationId", operationId, "status", Integer.toString(status), "type", type);
    }

    /** A listing in the order of ids, which are asked for again from the last one on. */
    static Expectation listing(String operationId, String path, String description) {
        return call(operationId, description)
                .sends("GET", path)
                .query("limit", "100")
                .query("order", "id");
    }

    /** The processes about certificates. */
    static Expectation processes(String description) {
        return listing("listProcesses", PROCESSES, description).query("type", "certificate");
    }

    /** What is listed for the name before its first order. The time it is told at is kept in the book. */
    static Expectation noneListed() {
        return processes("the processes for a name before its first order")
                .given(RealtimeStates.NO_ORDERS)
                .query("identifier", PactFixtures.NAME)
                .header("Date", regexp("[A-Z][a-z]{2}, .+ GMT", "Sun, 22 Nov 2026 09:30:00 GMT"))
                .answers(200, (LambdaDslJsonBody body) -> RealtimeBodies.nothing(body));
    }

    /** What an order cost is read back. */
    static Expectation charged() {
        return call("getProcess", "a look at what an order cost")
                .given(RealtimeStates.RUNNING)
                .sends("GET", PROCESSES + "/{processId}", PROCESS)
                .answers(200, body -> body.object("reservation", money -> money.integerType("EUR", 2500)));
    }

    /** A look at a certificate by its own id. */
    static Expectation certificate() {
        return call("getCertificate", "a look at a certificate")
                .given(RealtimeStates.ISSUED)
                .sends("GET", CERTIFICATES + "/{certificateId}", CERTIFICATE)
                .answers(200, RealtimeBodies::certificate);
    }

    static RealtimeClient client(MockServer server) {
        return RealtimeClient.connect(PactSide.KEY, options(server));
    }

    static CertificateReseller reseller(MockServer server) {
        return Realtime.connect(PactSide.KEY, CUSTOMER, OrderBooks.inMemory(), options(server));
    }

    /** The id of the order that {@link PactFixtures#CSR} was for. */
    static OrderId orderId(MockServer server) {
        return place(server).orderId(PROCESS, request());
    }

    static CertificateId certificateId(MockServer server) {
        return place(server).certificateId(CERTIFICATE);
    }

    /** Does something with the adapter. */
    static void with(MockServer server, Consumer<CertificateReseller> use) {
        try (CertificateReseller realtime = reseller(server)) {
            use.accept(realtime);
        }
    }

    private static ResellerAccount place(MockServer server) {
        return new ResellerAccount(Realtime.NAME, URI.create(server.getUrl()).getAuthority(), CUSTOMER);
    }

    static ConnectOptions options(MockServer server) {
        return ConnectOptions.builder()
                .uri(URI.create(server.getUrl()))
                .retries(ReadRetries.none())
                .build();
    }
}
