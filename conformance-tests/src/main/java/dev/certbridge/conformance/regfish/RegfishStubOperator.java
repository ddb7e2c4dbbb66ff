package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.Optional;
import java.util.function.Function;

/** Controls the stub of regfish. */
record RegfishStubOperator(RegfishStub stub) implements StubOperator {

    private static final String FAILED = "rejected";

    @Override
    public void issue(OrderId order) {
        stub.issue(order.providerId());
    }

    @Override
    public void fail(OrderId order) {
        stub.end(order.providerId(), FAILED);
    }

    @Override
    public String failed() {
        return FAILED;
    }

    @Override
    public OrderRequest needingPerson(KeyAndCsr key) {
        return OrderRequest.builder("TrueBusinessID")
                .csr(key.csr())
                .validity(Validity.days(199))
                .build();
    }

    @Override
    public String organization() {
        return RegfishStub.ORGANIZATION;
    }

    @Override
    public Function<String, Optional<String>> hostZone(String domain) {
        return stub.zone(domain)::cname;
    }

    @Override
    public void downloadLag(int downloads) {
        stub.downloadLag(downloads);
    }
}
