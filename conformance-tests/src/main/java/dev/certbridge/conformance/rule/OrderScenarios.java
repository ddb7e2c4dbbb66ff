package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Sleeper;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The steps that rules share: orders, polls and calls that change something. The steps are the same for every reseller.
 */
final class OrderScenarios {

    private OrderScenarios() {}

    /** Places an order for a name, issues it, and returns its certificate. */
    static Certificate issued(TestClient client, String name) {
        Order order = client.order(name);
        client.operator().issue(order.id());
        CertificateReseller reseller = client.reseller();
        return reseller.certificates()
                .get(reseller.orders().get(order.id()).certificate().orElseThrow());
    }

    /** Makes the stub answer every operation whose method is not GET with this fault. */
    static void everyWrite(TestClient client, CannedFailure failure) {
        List<ContractOperation> operations = ContractDocument.onClassPath(
                        client.candidate().provider().name())
                .operations();
        operations.stream()
                .filter(operation -> !operation.method().equals("GET"))
                .forEach(operation -> client.stub().answer(operation.id(), failure));
    }

    /** Returns the number of received requests whose method is not GET. */
    static long writes(TestClient client) {
        return client.stub().journal().exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }

    /** Returns the operationId of the operation with which every poll begins. */
    static String reading(TestClient client) {
        return client.candidate().operations().reading();
    }

    /** Provokes these failures, one after another, in the next reads of an order. */
    static void answerReads(TestClient client, CannedFailure... failures) {
        for (CannedFailure failure : failures) {
            client.stub().answer(reading(client), failure);
        }
    }

    /** Places an order for the names of this key, issues it, and returns its id. */
    static OrderId forIssued(TestClient client, KeyAndCsr key) {
        OrderId id = client.order(key.csr().keySha256(), client.request(key)).id();
        client.operator().issue(id);
        return id;
    }

    /**
     * Connects a client that waits with notifications, if the reseller has notifications. The order fails at the stub
     * during the first pause of the client.
     */
    static CertificateReseller failingDuringWait(TestClient client, OrderId id) {
        AtomicBoolean failed = new AtomicBoolean();
        Sleeper sleeper = pause -> {
            client.time().sleep(pause);
            if (!failed.getAndSet(true)) {
                client.operator().fail(id);
            }
        };
        return client.connect(options -> options.toBuilder()
                .notifications(true)
                .time(client.time(), sleeper)
                .build());
    }

    /** Waits for the certificate of an order. The stub issues the certificate after this number of polls. */
    static IssuedCertificate issuedAfterPolls(TestClient client, OrderId id, int polls) {
        AtomicInteger polled = new AtomicInteger();
        return client.reseller().orders().await(id, TestClient.PATIENCE, new RecordingPublisher(), order -> {
            if (polled.incrementAndGet() == polls) {
                client.operator().issue(id);
            }
        });
    }
}
