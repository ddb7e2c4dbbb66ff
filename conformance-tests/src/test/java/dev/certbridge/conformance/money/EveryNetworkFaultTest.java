package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Spending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spend, every mishap, on a new client and on one that has read before. */
class EveryNetworkFaultTest {

    /** A listing gets long, and to look through it slow. */
    private static final int MISHAPS_PER_SHOP = 12;

    private static final OutcomeTable TALLY = new OutcomeTable();

    private static ParallelCases<SpendRow> running;

    static List<SpendRow> spends() {
        return SpendRow.mainly();
    }

    @BeforeAll
    static void start() {
        spends().forEach(row -> TALLY.line(row.toString()));
        running = new ParallelCases<>(spends(), EveryNetworkFaultTest::run);
    }

    @AfterAll
    static void show() {
        running.close();
        System.out.println(TALLY.table());
    }

    @ParameterizedTest
    @MethodSource("spends")
    void no_mishap_costs_money_twice_or_hides_an_order(SpendRow row) throws Exception {
        assertThat(running.complaints(row)).isEmpty();
        OutcomeTable.Line line = TALLY.line(row.toString());
        assertThat(line.bookings()).isLessThanOrEqualTo(line.intents());
    }

    private static List<String> run(SpendRow row) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        List<NetworkFault> left = NetworkFault.all();
        while (!left.isEmpty()) {
            List<NetworkFault> now = left.subList(0, Math.min(left.size(), MISHAPS_PER_SHOP));
            left = left.subList(now.size(), left.size());
            complaints.addAll(run(row, now, TALLY.line(row.toString())));
        }
        return complaints;
    }

    private static List<String> run(SpendRow row, List<NetworkFault> mishaps, OutcomeTable.Line line)
            throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        try (ProxiedStub shop = new ProxiedStub(row.market())) {
            assertThat(row.errand().isOfferedBy(shop.client()))
                    .as("%s is offered", row)
                    .isTrue();
            Spending spending = new SpendScenario(shop, row, new OutcomeTable.Line()).spending();
            for (NetworkFault mishap : mishaps) {
                for (boolean warm : mishap == NetworkFault.SILENCE ? List.of(false) : List.of(false, true)) {
                    String name = row + ", " + mishap + (warm ? ", warm: " : ", cold: ");
                    SpendScenario trial = new SpendScenario(shop, row, line);
                    run(shop, trial, row, mishap, warm, spending);
                    trial.complaints().forEach(complaint -> complaints.add(name + complaint));
                }
            }
        }
        return complaints;
    }

    private static void run(
            ProxiedStub shop, SpendScenario trial, SpendRow row, NetworkFault mishap, boolean warm, Spending spending)
            throws InterruptedException {
        try (CertificateReseller reseller = shop.connect(mishap != NetworkFault.SILENCE)) {
            if (warm) {
                reseller.products();
            }
            shop.door().plan(sent -> sent.isQuestion() == row.question() ? mishap : NetworkFault.NONE);
            if (mishap == NetworkFault.REFUSED) {
                shop.door().refuse();
            }
            Outcome told = trial.go(reseller, spending);
            if (mishap == NetworkFault.REFUSED) {
                assertThat(told.words()).startsWith("NotSentException");
                shop.door().admit();
            }
        }
        shop.door().plan(sent -> NetworkFault.NONE);
        if (row.terms() != PriceTerms.ASKING) {
            trial.go(shop.client(), spending);
        }
        if (warm) {
            trial.issue();
        }
        trial.reconcile(spending, 1);
        trial.close();
    }
}
