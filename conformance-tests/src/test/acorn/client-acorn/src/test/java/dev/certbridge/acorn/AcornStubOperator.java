package dev.certbridge.acorn;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.acorn.AcornStub;
import dev.certbridge.stub.acorn.PriceFlaw;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
    public void downloadLate(int downloads) {
        stub.earlyDownloads(downloads);
    }

    @Override
    public void chargeMoreThanQuoted(long cents) {
        stub.surcharge(cents);
    }

    @Override
    public Map<String, Runnable> quoteFlaws() {
        Map<String, Runnable> flaws = new LinkedHashMap<>();
        for (PriceFlaw flaw : PriceFlaw.values()) {
            flaws.put(flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '), () -> stub.priceFlaw(flaw));
        }
        return flaws;
    }
}
