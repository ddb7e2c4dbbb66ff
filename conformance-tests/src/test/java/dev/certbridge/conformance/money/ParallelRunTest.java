package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.Ledger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of many orders at the same time: their budget, their refusals, and common keys. */
class ParallelRunTest {

    private static final BulkOptions MOST = BulkOptions.parallel(32);
    private static final int ORDERS = 12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "REGFISH, 0.00, 0.00, 12",
        "REALTIME, 25.00, 300.00, 12",
        // The twelfth quote does not fit: the budget has 25.00 left, and the price could be 40.00.
        "REALTIME, 40.00, 300.00, 11",
        "DEPRECATED, 25.00, 300.00, 12"
    })
    void a_budget_is_used_as_far_by_32_orders_at_a_time_as_by_one_and_never_exceeded(
            ClientVariant variant, String limit, String money, int expected) {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(folder.resolve("orders.db"), folder));
                ProxiedStub proxied = new ProxiedStub(variant, book)) {
            proxied.book().budget(Budget.of("2026", ORDERS, Money.of("EUR", money)));
            Spending spending =
                    variant == ClientVariant.REGFISH ? Spending.unquoted() : Spending.upTo(Money.of("EUR", limit));

            BulkReport report = proxied.client().orderAll(requests(proxied, 32), spending.from("2026"), MOST);

            assertThat(report.halted()).get().isInstanceOf(BudgetExhaustedException.class);
            assertThat(report.unknown()).isEmpty();
            assertThat(report.done()).hasSize(expected);
            assertThat(proxied.stub().ledger().orders()).isEqualTo(expected);
            assertThat(proxied.book().left("2026").orElseThrow().orders()).isEqualTo(ORDERS - expected);
            assertThat(proxied.book().unresolved()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ClientVariant.class)
    void every_certain_refusal_with_retry_after_is_followed_by_a_new_attempt_and_one_order(ClientVariant variant) {
        NetworkFault busy = NetworkFault.named("429  Retry-After: 0 before booking");
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            AtomicInteger writes = new AtomicInteger();
            proxied.faults(sent -> writes.incrementAndGet() % 3 == 0 ? busy : NetworkFault.NONE);
            Map<Intent, OrderRequest> requests = requests(proxied, ORDERS);

            BulkReport report = proxied.client().orderAll(requests, Spending.unquoted(), BulkOptions.parallel(8));

            assertThat(report.halted()).isEmpty();
            assertThat(report.done().keySet()).containsExactlyElementsOf(requests.keySet());
            assertThat(proxied.stub().ledger().orders()).isEqualTo(ORDERS);
            Map<Attempt.State, Long> attempts = requests.keySet().stream()
                    .flatMap(intent -> proxied.book().attempts(intent).stream())
                    .collect(Collectors.groupingBy(Attempt::state, Collectors.counting()));
            assertThat(attempts)
                    .containsOnly(
                            Map.entry(Attempt.State.ACCEPTED, (long) ORDERS),
                            Map.entry(Attempt.State.REJECTED, (long) writes.get() - ORDERS));
        }
    }

    @ParameterizedTest
    @EnumSource(ClientVariant.class)
    void an_unknown_outcome_with_retry_after_is_never_sent_again_and_halts_the_run(ClientVariant variant) {
        NetworkFault down = NetworkFault.named("503 to try again at once");
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            proxied.faults(sent -> down);
            BulkReport report =
                    proxied.client().orderAll(requests(proxied, ORDERS), Spending.unquoted(), BulkOptions.parallel(4));

            assertThat(report.halted()).get().isInstanceOf(OutcomeUnknownException.class);
            assertThat(report.done()).isEmpty();
            assertThat(report.refused()).isEmpty();
            assertThat(report.unknown())
                    .hasSizeBetween(1, 4)
                    .hasSize(proxied.stub().ledger().orders());
            assertThat(report.notStarted()).hasSize(ORDERS - report.unknown().size());
            assertThat(proxied.book().unresolved()).hasSize(report.unknown().size());
        }
    }

    @ParameterizedTest
    @EnumSource(ClientVariant.class)
    void of_requests_with_the_same_key_only_the_first_is_ordered(ClientVariant variant) {
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
            for (int i = 1; i <= 8; i++) {
                requests.put(Intent.of("same key " + i), request(proxied, "same.example.com"));
            }
            BulkReport report = proxied.client().orderAll(requests, Spending.unquoted(), MOST);

            assertThat(report.done()).containsOnlyKeys(Intent.of("same key 1"));
            assertThat(report.refused().values()).hasSize(7).allMatch(IntentMismatchException.class::isInstance);
            Set<String> booked = proxied.stub().ledger().entries().stream()
                    .map(Ledger.Entry::keySha256)
                    .collect(Collectors.toSet());
            assertThat(proxied.booked(booked)).hasSize(1);
        }
    }

    private static Map<Intent, OrderRequest> requests(ProxiedStub proxied, int number) {
        Map<Intent, OrderRequest> requests = new LinkedHashMap<>();
        for (int i = 1; i <= number; i++) {
            requests.put(Intent.of("intent " + i), request(proxied, "r" + i + ".example.com"));
        }
        return requests;
    }

    private static OrderRequest request(ProxiedStub proxied, String name) {
        return SpendOperation.ORDER.request(proxied.variant(), Optional.empty()).toBuilder()
                .csr(ProxiedStub.csr(name, 1))
                .build();
    }
}
