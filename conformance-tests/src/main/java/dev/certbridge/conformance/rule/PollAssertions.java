package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps of rules that poll orders or wait for them. */
final class PollAssertions {

    private PollAssertions() {}

    /** Returns the operationId of the read that every poll begins with. */
    static String looking(TestClient client) {
        return client.candidate().operations().looking();
    }

    /** Places an order for the names of this key, issues it, and returns its id. */
    static OrderId forIssued(TestClient client, KeyAndCsr key) {
        OrderId id = client.order(key.csr().keySha256(), client.request(key)).id();
        client.operator().issue(id);
        return id;
    }

    /** Waits for the certificate of an order, and issues it at the stub after this many polls. */
    static IssuedCertificate issuedAfterLooks(TestClient client, OrderId id, int looks) {
        AtomicInteger looked = new AtomicInteger();
        return client.reseller().orders().await(id, TestClient.PATIENCE, new RecordingPublisher(), order -> {
            if (looked.incrementAndGet() == looks) {
                client.operator().issue(id);
            }
        });
    }
}
