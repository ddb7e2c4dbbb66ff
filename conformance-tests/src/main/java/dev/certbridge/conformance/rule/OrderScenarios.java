package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.stub.CannedFailure;
import java.util.List;

/** Orders in later states, in the same way at every reseller. */
final class OrderScenarios {

    private OrderScenarios() {}

    /** Returns the issued certificate of a new order for a name. */
    static Certificate issued(TestClient client, String name) {
        Order order = client.order(name);
        client.operator().issue(order.id());
        CertificateReseller reseller = client.reseller();
        return reseller.certificates()
                .get(reseller.orders().get(order.id()).certificate().orElseThrow());
    }

    /** Applies a fault to every call that changes something. */
    static void everyWrite(TestClient client, CannedFailure failure) {
        List<ContractOperation> operations = ContractDocument.onClassPath(
                        client.candidate().provider().name())
                .operations();
        operations.stream()
                .filter(operation -> !operation.method().equals("GET"))
                .forEach(operation -> client.stub().answer(operation.id(), failure));
    }

    /** Returns the number of calls that can change something. */
    static long writes(TestClient client) {
        return client.stub().journal().exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }
}
