package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Spending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spend, every mishap, on a new client and on one that has read before. */
class EveryMishapTest {

    /** A listing gets long, and to look through it slow. */
    private static final int MISHAPS_PER_SHOP = 12;

    private static final Tally TALLY = new Tally();

    private static SideBySide<SpendRow> running;

    static List<SpendRow> spends() {
        return SpendRow.mainly();
    }

    @BeforeAll
    static void start() {
        spends().forEach(row -> TALLY.line(row.toString()));
        running = new SideBySide<>(spends(), EveryMishapTest::run);
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
        Tally.Line line = TALLY.line(row.toString());
        assertThat(line.bookings()).isLessThanOrEqualTo(line.intents());
    }

    private static List<String> run(SpendRow row) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        List<Mishap> left = Mishap.all();
        while (!left.isEmpty()) {
            List<Mishap> now = left.subList(0, Math.min(left.size(), MISHAPS_PER_SHOP));
            left = left.subList(now.size(), left.size());
            complaints.addAll(run(row, now, TALLY.line(row.toString())));
        }
        return complaints;
    }

    private static List<String> run(SpendRow row, List<Mishap> mishaps, Tally.Line line) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        try (Shop shop = new Shop(row.market())) {
            assertThat(row.errand().isOfferedBy(shop.client()))
                    .as("%s is offered", row)
                    .isTrue();
            Spending spending = new Trial(shop, row, new Tally.Line()).spending();
            for (Mishap mishap : mishaps) {
                for (boolean warm : mishap == Mishap.SILENCE ? List.of(false) : List.of(false, true)) {
                    String name = row + ", " + mishap + (warm ? ", warm: " : ", cold: ");
                    Trial trial = new Trial(shop, row, line);
                    run(shop, trial, row, mishap, warm, spending);
                    trial.complaints().forEach(complaint -> complaints.add(name + complaint));
                }
            }
        }
        return complaints;
    }

    private static void run(Shop shop, Trial trial, SpendRow row, Mishap mishap, boolean warm, Spending spending)
            throws InterruptedException {
        try (CertificateReseller reseller = shop.connect(mishap != Mishap.SILENCE)) {
            if (warm) {
                reseller.products();
            }
            shop.door().plan(sent -> sent.isQuestion() == row.question() ? mishap : Mishap.NONE);
            if (mishap == Mishap.REFUSED) {
                shop.door().refuse();
            }
            Outcome told = trial.go(reseller, spending);
            if (mishap == Mishap.REFUSED) {
                assertThat(told.words()).startsWith("NotSentException");
                shop.door().admit();
            }
        }
        shop.door().plan(sent -> Mishap.NONE);
        if (row.terms() != Terms.ASKING) {
            trial.go(shop.client(), spending);
        }
        if (warm) {
            trial.issue();
        }
        trial.reconcile(spending, 1);
        trial.close();
    }
}
