package dev.certbridge.acorn;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.acorn.AcornStub;

/** Controls the stub of acorn. */
record AcornStubOperator(AcornStub stub) implements StubOperator {

    @Override
    public void issue(OrderId order) {
        stub.issue(order.providerId());
    }

    @Override
    public void fail(OrderId order) {
        stub.reject(order.providerId());
    }

    @Override
    public String failed() {
        return "rejected";
    }

    @Override
    public void downloadLag(int downloads) {
        stub.downloadLag(downloads);
    }
}
