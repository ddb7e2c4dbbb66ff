package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.security.GeneralSecurityException;

/** One order from beginning to end, and everything that must be true of it. */
public final class Issuance {

    private Issuance() {}

    /** Orders what is usual for this key at any price, waits, and fails unless all of it is right. */
    public static void requireIssued(Shopper shopper, KeyAndCsr key) throws GeneralSecurityException {
        OrderRequest request = shopper.request(key);
        Order order = shopper.order("shop-4711/1", request);

        assertThat(order.state()).isEqualTo(Order.State.PENDING);
        assertThat(order.csr()).contains(key.csr());
        assertThat(shopper.stub().ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.orderId()).isEqualTo(order.id().providerId());
            assertThat(entry.operationId()).isEqualTo(shopper.ordering());
            assertThat(entry.product()).isEqualTo(request.product());
            assertThat(entry.names()).containsAll(request.names());
            assertThat(entry.keySha256()).isEqualTo(key.csr().keySha256());
            assertThat(entry.cents()).isPositive();
            assertThat(entry.charged()).isTrue();
        });

        IssuedCertificate issued = shopper.await(order.id(), new RecordingPublisher());

        Trust.requireVerifies(issued, shopper.stub().authority().root());
        assertThat(issued.leaf().getPublicKey()).isEqualTo(key.csr().publicKey());
        assertThat(issued.names()).containsAll(request.names());
        Order found = shopper.reseller().find(order.id());
        assertThat(found.state()).isEqualTo(Order.State.ISSUED);
        assertThat(found.certificate()).isPresent();
        assertThat(found.csr()).contains(key.csr());
        assertThat(shopper.spends()).isEqualTo(1);
        assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
    }
}
