package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.stub.CannedFailure;
import java.util.List;

/** Steps of rules that are the same at every reseller: issued orders, and calls that change something. */
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

    /** Makes the stub answer every operation other than GET with this fault. */
    static void everyWrite(TestClient client, CannedFailure failure) {
        List<ContractOperation> operations = ContractDocument.onClassPath(
                        client.candidate().provider().name())
                .operations();
        operations.stream()
                .filter(operation -> !operation.method().equals("GET"))
                .forEach(operation -> client.stub().answer(operation.id(), failure));
    }

    /** Returns the number of requests other than GET that the stub received. */
    static long writes(TestClient client) {
        return client.stub().journal().exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }
}
