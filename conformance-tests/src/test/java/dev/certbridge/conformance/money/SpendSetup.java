package dev.certbridge.conformance.money;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A stub at which one failure is provoked. */
record SpendSetup(ProxiedStub proxied) {

    static final Intent INTENT = Intent.of("shop-4711/1");

    RegfishStub regfish() {
        return (RegfishStub) proxied.stub();
    }

    RealtimeStub realtime() {
        return (RealtimeStub) proxied.stub();
    }

    CertificateReseller client() {
        return proxied.client();
    }

    /** Returns an order with the next key. */
    OrderRequest request() {
        return SpendOperation.ORDER.request(proxied.variant(), Optional.empty()).toBuilder()
                .csr(TestClient.key("www.example.com").csr())
                .build();
    }

    /** Returns an order that waits for its organization; Realtime Register only. */
    OrderRequest requestForOrganization() {
        return OrderRequest.builder("ssl_example_ov")
                .csr(TestClient.key("www.example.com").csr())
                .validity(Validity.months(12))
                .organization(Organization.named("Example B.V.")
                        .address("Examplestraat 1")
                        .postalCode("1234 AB")
                        .city("Exampledam")
                        .country("NL")
                        .registration("12345678"))
                .approver(Approver.of("Erika", "Example", "erika@example.com", "+31.612345678"))
                .build();
    }

    Order order() {
        return order(request());
    }

    Order order(OrderRequest request) {
        return client().order(INTENT, request, Spending.unquoted());
    }

    /** Places an order that the stub refuses with this response, without booking it. */
    void orderAnswered(int status, String body) {
        String operation = proxied.variant() == ClientVariant.REGFISH ? "createCertificate" : "requestCertificate";
        proxied.stub()
                .answer(operation, CannedFailure.status(status, body, Map.of("Content-Type", "application/json")));
        order();
    }

    /** Makes the stub respond to reads of orders with this. */
    void answerReads(int status, String body) {
        String operation = proxied.variant() == ClientVariant.REGFISH ? "getCertificate" : "getProcess";
        proxied.stub()
                .answer(
                        operation,
                        CannedFailure.status(status, body, Map.of("Content-Type", "application/json"))
                                .always());
    }

    /** Waits an hour of simulated time. */
    void await(OrderId id) {
        SimulatedTime time = new SimulatedTime();
        try (CertificateReseller waiting = proxied.connect(
                proxied.book(), options -> options.toBuilder().time(time, time).build())) {
            waiting.orders().await(id, Duration.ofHours(1), new RecordingPublisher());
        }
    }
}
