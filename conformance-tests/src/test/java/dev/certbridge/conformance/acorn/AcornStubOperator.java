package dev.certbridge.conformance.acorn;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.order.OrderId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What people do at acorn. */
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
        return PlacedOrder.REJECTED;
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
