package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order returns its amount to the budget when its refund was read, and only then. */
class RefundTest {

    private static final Money PRICE = Money.of("EUR", "25.00");

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource({
        "REALTIME, FAILED, false",
        "REALTIME, FAILED_AND_REFUNDED, true",
        "REALTIME, INVALID, true",
        "REALTIME, CANCELLED, false",
        "REALTIME, CANCELLED_AND_REFUNDED, true",
        "REALTIME, IN_DOUBT, false",
        "DEPRECATED, FAILED, false",
        "DEPRECATED, FAILED_AND_REFUNDED, true"
    })
    void the_budget_never_counts_on_a_refund_that_was_not_read(
            ClientVariant variant, OrderOutcome ending, boolean refunded) {
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            proxied.book().budget(Budget.of("2026", 1, PRICE));
            OrderId id = order(proxied, "first").id().orElseThrow();
            ((RealtimeStub) proxied.stub()).end(Long.parseLong(id.providerId()), ending);

            assertThat(order(proxied, "unseen").words()).startsWith("BudgetExhausted");
            proxied.client().orders().get(id);
            SpendOutcome seen = order(proxied, "seen");

            assertThat(seen.kind()).isEqualTo(refunded ? SpendOutcome.Kind.ORDERED : SpendOutcome.Kind.REFUSED);
            assertThat(proxied.stub().ledger().charged().getOrDefault("EUR", 0L))
                    .isLessThanOrEqualTo(PRICE.cents());
            assertThat(proxied.stub().ledger().orders()).isEqualTo(refunded ? 2 : 1);
        }
    }

    private static SpendOutcome order(ProxiedStub proxied, String name) {
        OrderRequest request = SpendOperation.ORDER.request(proxied.variant(), Optional.empty()).toBuilder()
                .csr(CachedCsrs.csr(name + ".example.com", 1))
                .build();
        return SpendOutcome.of(() -> proxied.client()
                .order(Intent.of(name), request, Spending.upTo(PRICE).from("2026")));
    }
}
