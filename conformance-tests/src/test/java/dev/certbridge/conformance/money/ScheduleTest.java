package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.money.SpendOutcome.Kind;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hundred intents, spent on in random ways, under random faults, from a budget. {@code -Dcertbridge.money.seed}.
 */
class ScheduleTest {

    private static final long SEED = Long.getLong("certbridge.money.seed", System.nanoTime());
    private static final int INTENTS = 66;
    private static final String BUDGET = "everything";
    private static final int ORDERS = 50;
    private static final Money MONEY = Money.of("EUR", "700.00");

    @AfterAll
    static void show() {
        System.out.println("certbridge.money.seed=" + SEED);
    }

    @ParameterizedTest
    @EnumSource(ClientVariant.class)
    void no_sequence_of_faults_books_twice_or_beyond_the_budget(ClientVariant variant) {
        try (ProxiedStub proxied = new ProxiedStub(variant)) {
            run(proxied, INTENTS);
        }
    }

    @Test
    void a_book_on_disk_holds_as_well(@TempDir Path folder) {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(folder.resolve("book.db"), folder));
                ProxiedStub proxied = new ProxiedStub(ClientVariant.REALTIME, book)) {
            run(proxied, INTENTS / 3);
        }
    }

    private static void run(ProxiedStub proxied, int intents) {
        Random random = new Random(SEED + proxied.variant().ordinal());
        List<SpendRow> rows = SpendRow.all().stream()
                .filter(row -> row.variant() == proxied.variant())
                .toList();
        List<NetworkFault> faults = NetworkFault.quick();
        Map<SpendOperation, Map<PriceTerms, Spending>> spendings = new EnumMap<>(SpendOperation.class);
        proxied.book().budget(Budget.of(BUDGET, ORDERS, MONEY));
        List<String> complaints = new ArrayList<>();
        long booked = 0;
        long cents = 0;
        for (int i = 0; i < intents; i++) {
            SpendRow row = rows.get(random.nextInt(rows.size()));
            SpendScenario scenario = new SpendScenario(proxied, row);
            Spending spending = spendings
                    .computeIfAbsent(row.operation(), operation -> new EnumMap<>(PriceTerms.class))
                    .computeIfAbsent(row.terms(), terms -> scenario.spending().from(BUDGET));
            List<String> story = new ArrayList<>();
            try (CertificateReseller fresh = proxied.connect(true)) {
                CertificateReseller reseller = random.nextBoolean() ? fresh : proxied.client();
                for (int tries = 1 + random.nextInt(3); tries > 0; tries--) {
                    NetworkFault fault =
                            random.nextInt(3) == 0 ? NetworkFault.NONE : faults.get(random.nextInt(faults.size()));
                    boolean question = random.nextInt(4) == 0 || row.terms() == PriceTerms.ASKING;
                    proxied.faults(sent -> sent.isQuote() == question ? fault : NetworkFault.NONE);
                    Kind kind = scenario.go(reseller, spending).kind();
                    story.add(fault + (question ? " (question)" : "") + " -> " + kind);
                    if (random.nextInt(4) == 0) {
                        scenario.reconcile(spending, 1);
                        scenario.abandon();
                        story.add("looked");
                    }
                }
            }
            scenario.reconcile(spending, 1);
            scenario.close();
            scenario.complaints().forEach(complaint -> complaints.add(row + " " + story + ": " + complaint));
            booked += scenario.bookings() - scenario.replays();
            cents += PriceTerms.most(spending).isPresent() ? scenario.cents() : 0;
        }
        assertThat(complaints).as("certbridge.money.seed=%s", SEED).isEmpty();
        assertThat(booked).isLessThanOrEqualTo(ORDERS);
        assertThat(cents).isLessThanOrEqualTo(MONEY.cents());
    }
}
