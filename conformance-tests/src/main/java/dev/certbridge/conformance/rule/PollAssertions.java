package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import java.util.concurrent.atomic.AtomicInteger;

/** Orders that were, or are, waited for. */
final class PollAssertions {

    private PollAssertions() {}

    /** The operation that every look at an order begins with. */
    static String looking(TestClient client) {
        return client.candidate().operations().looking();
    }

    /** An order for the names of this key whose certificate is there. */
    static OrderId forIssued(TestClient client, KeyAndCsr key) {
        OrderId id = client.order(key.csr().keySha256(), client.request(key)).id();
        client.operator().issue(id);
        return id;
    }

    /** Waits for an order that is issued after so many looks, by its authority and not by the looks. */
    static IssuedCertificate issuedAfterLooks(TestClient client, OrderId id, int looks) {
        AtomicInteger looked = new AtomicInteger();
        return client.reseller().orders().await(id, TestClient.PATIENCE, new RecordingPublisher(), order -> {
            if (looked.incrementAndGet() == looks) {
                client.operator().issue(id);
            }
        });
    }
}
