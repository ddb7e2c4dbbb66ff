package dev.certbridge.conformance.realtime;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.ProcessState;
import dev.certbridge.stub.realtime.QuoteFlaw;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Controls the stub of Realtime Register. */
record RealtimeStubOperator(RealtimeStub stub) implements StubOperator {

    @Override
    public void issue(OrderId order) {
        end(order, OrderOutcome.DONE);
    }

    @Override
    public void fail(OrderId order) {
        end(order, OrderOutcome.FAILED);
    }

    @Override
    public String failed() {
        return ProcessState.FAILED.name();
    }

    @Override
    public void doubt(OrderId order) {
        end(order, OrderOutcome.IN_DOUBT);
    }

    @Override
    public OrderRequest needingPerson(KeyAndCsr key) {
        return OrderRequest.builder("ssl_example_ov")
                .csr(key.csr())
                .validity(Validity.months(12))
                .organization(Organization.named("Example B.V.")
                        .address("Examplestraat 1")
                        .postalCode("1234 AB")
                        .city("Exampledam")
                        .country("NL")
                        .registration("12345678"))
                .approver(Approver.of("Erika", "Example", "erika@example.com", "+31.612345678"))
                .build();
    }

    @Override
    public OrderRequest needingAcknowledgment() {
        return OrderRequest.builder("ssl_example_multi")
                .csr(KeyAndCsr.ecP256("www.example.com", "shop.example.com").csr())
                .validity(Validity.months(6))
                .build();
    }

    @Override
    public void acceptWith(int status) {
        stub.acceptsWith(status);
    }

    @Override
    public void ignoreFilters() {
        stub.ignoresAllFilters();
    }

    @Override
    public void takeQuestionsForOrders() {
        stub.takesQuotesForOrders();
    }

    @Override
    public void chargeMoreThanQuoted(long cents) {
        stub.chargesMoreThanQuoted(cents);
    }

    @Override
    public Map<String, Runnable> quoteFlaws() {
        Map<String, Runnable> flaws = new LinkedHashMap<>();
        for (QuoteFlaw flaw : QuoteFlaw.values()) {
            flaws.put(flaw.name().toLowerCase(Locale.ROOT).replace('_', ' '), () -> stub.quotesWith(flaw));
        }
        return flaws;
    }

    private void end(OrderId order, OrderOutcome ending) {
        stub.end(Long.parseLong(order.providerId()), ending);
    }
}
