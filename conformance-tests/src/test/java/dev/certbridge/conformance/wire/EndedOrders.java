package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.util.LinkedHashMap;
import java.util.Map;

/** A listener that records the orders that end, and fails when one is issued or ends twice. */
class EndedOrders implements AwaitListener {

    final Map<OrderId, ResellerException> ended = new LinkedHashMap<>();

    @Override
    public void issued(OrderId id, IssuedCertificate certificate) {
        throw new AssertionError("nothing is issued here");
    }

    @Override
    public void ended(OrderId id, ResellerException why) {
        assertThat(ended.put(id, why)).as("reported once").isNull();
    }
}
