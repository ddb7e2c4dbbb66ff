package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.stub.CannedFailure;
import java.util.List;

/** Orders further on in their life, the same way at every reseller. */
final class OrderScenarios {

    private OrderScenarios() {}

    /** The certificate of a new order for a name, issued. */
    static Certificate issued(TestClient shopper, String name) {
        Order order = shopper.order(name);
        shopper.backstage().issue(order.id());
        CertificateReseller reseller = shopper.reseller();
        return reseller.certificates()
                .get(reseller.orders().get(order.id()).certificate().orElseThrow());
    }

    /** This happens to every call that changes something. */
    static void everyWrite(TestClient shopper, CannedFailure failure) {
        List<ContractOperation> operations = ContractDocument.onClassPath(
                        shopper.candidate().provider().name())
                .operations();
        operations.stream()
                .filter(operation -> !operation.method().equals("GET"))
                .forEach(operation -> shopper.stub().answer(operation.id(), failure));
    }

    /** How many calls so far could change something. */
    static long writes(TestClient shopper) {
        return shopper.stub().journal().exchanges().stream()
                .filter(exchange -> !exchange.method().equals("GET"))
                .count();
    }
}
