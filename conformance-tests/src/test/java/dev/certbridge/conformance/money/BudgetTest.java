package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A budget is never exceeded: by eight threads and a proxy with faults, or by a refund that was not read. */
class BudgetTest {

    private static final long SEED = Long.getLong("certbridge.money.seed", System.nanoTime());
    private static final int THREADS = 8;
    private static final int INTENTS = 48;
    private static final int ORDERS = 20;
    private static final Money MONEY = Money.of("EUR", "450.00");
    private static final Money PRICE = Money.of("EUR", "25.00");

    @ParameterizedTest
    @EnumSource(ClientVariant.class)
    void threads_that_order_the_same_intents_stay_within_the_budget(ClientVariant variant) throws Exception {
        System.out.println("certbridge.money.seed=" + SEED);
        Random random = new Random(SEED);
        List<NetworkFault> faults = NetworkFault.withoutReplays();
        Map<Integer, Set<String>> keys = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            proxied.book().budget(Budget.of("2026", ORDERS, MONEY));
            proxied.faults(
                    sent -> random.nextInt(3) > 0 ? NetworkFault.NONE : faults.get(random.nextInt(faults.size())));
            List<Callable<SpendOutcome>> calls = new ArrayList<>();
            for (int call = 0; call < 2 * INTENTS; call++) {
                int intent = call / 2;
                int number = call % 2;
                calls.add(() -> order(proxied, intent, number, keys));
            }
            List<SpendOutcome> outcomes = new ArrayList<>();
            for (Future<SpendOutcome> future : threads.invokeAll(calls)) {
                outcomes.add(future.get());
            }
            proxied.proxy().awaitIdle();

            judge(proxied, outcomes, keys);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void judge(ProxiedStub proxied, List<SpendOutcome> outcomes, Map<Integer, Set<String>> keys) {
        Budget.Left left = proxied.book().left("2026").orElseThrow();
        List<Ledger.Entry> booked = proxied.stub().ledger().entries();
        keys.forEach((intent, used) ->
                assertThat(proxied.booked(used)).as("intent %s", intent).hasSizeLessThanOrEqualTo(1));
        assertThat(booked).hasSizeLessThanOrEqualTo(ORDERS).hasSizeLessThanOrEqualTo((int) (ORDERS - left.orders()));
        assertThat(left.orders()).isNotNegative();
        assertThat(left.cents()).isNotNegative();
        if (proxied.variant() != ClientVariant.REGFISH) {
            assertThat(booked.stream().mapToLong(Ledger.Entry::cents).sum())
                    .isLessThanOrEqualTo(MONEY.cents() - left.cents());
        }
        assertThat(outcomes.stream().filter(outcome -> outcome.words().startsWith("BudgetExhausted")))
                .as("the budget was too small for all, at %s", proxied.variant())
                .isNotEmpty();
        Set<String> open = new HashSet<>();
        proxied.book()
                .unresolved()
                .forEach(attempt -> open.add(attempt.request().csr().keySha256()));
        Set<String> known = new HashSet<>();
        outcomes.forEach(outcome -> outcome.id().ifPresent(id -> known.add(id.providerId())));
        assertThat(booked)
                .allMatch(entry -> known.contains(proxied.orderOf(entry)) || open.contains(entry.keySha256()));
    }

    /** Orders an intent; two callers do so at once, each with a key of its own. */
    private static SpendOutcome order(ProxiedStub proxied, int intent, int number, Map<Integer, Set<String>> keys) {
        ClientVariant variant = proxied.variant();
        String name = "b" + intent + ".example.com";
        OrderRequest request = SpendOperation.ORDER.request(variant, Optional.empty()).toBuilder()
                .csr(ProxiedStub.csr(name, number))
                .build();
        keys.computeIfAbsent(intent, unused -> ConcurrentHashMap.newKeySet())
                .add(request.csr().keySha256());
        Spending spending = variant == ClientVariant.REGFISH ? Spending.unquoted() : Spending.upTo(PRICE);
        try (CertificateReseller reseller = proxied.connect(true)) {
            return SpendOutcome.of(() -> reseller.order(Intent.of("intent " + intent), request, spending.from("2026")));
        }
    }

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
                .csr(ProxiedStub.csr(name + ".example.com", 1))
                .build();
        return SpendOutcome.of(() -> proxied.client()
                .order(Intent.of(name), request, Spending.upTo(PRICE).from("2026")));
    }
}
