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

/** Every spend, every fault, on a new client and on one that has read before. */
class EveryNetworkFaultTest {

    /** The most cases per stub: long listings are slow. */
    private static final int FAULTS_PER_STUB = 12;

    private static final OutcomeTable TABLE = new OutcomeTable();

    private static ParallelCases<SpendRow> running;

    static List<SpendRow> spends() {
        return SpendRow.mainly();
    }

    @BeforeAll
    static void start() {
        spends().forEach(row -> TABLE.line(row.toString()));
        running = new ParallelCases<>(spends(), EveryNetworkFaultTest::run);
    }

    @AfterAll
    static void show() {
        running.close();
        System.out.println(TABLE.table());
    }

    @ParameterizedTest
    @MethodSource("spends")
    void no_fault_costs_money_twice_or_hides_an_order(SpendRow row) throws Exception {
        assertThat(running.complaints(row)).isEmpty();
        OutcomeTable.Line line = TABLE.line(row.toString());
        assertThat(line.bookings()).isLessThanOrEqualTo(line.intents());
    }

    private static List<String> run(SpendRow row) throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        List<NetworkFault> left = NetworkFault.all();
        while (!left.isEmpty()) {
            List<NetworkFault> now = left.subList(0, Math.min(left.size(), FAULTS_PER_STUB));
            left = left.subList(now.size(), left.size());
            complaints.addAll(run(row, now, TABLE.line(row.toString())));
        }
        return complaints;
    }

    private static List<String> run(SpendRow row, List<NetworkFault> faults, OutcomeTable.Line line)
            throws InterruptedException {
        List<String> complaints = new ArrayList<>();
        try (ProxiedStub proxied = new ProxiedStub(row.variant())) {
            assertThat(row.operation().isOfferedBy(proxied.client()))
                    .as("%s is offered", row)
                    .isTrue();
            Spending spending = new SpendScenario(proxied, row, new OutcomeTable.Line()).spending();
            for (NetworkFault fault : faults) {
                for (boolean warm : fault == NetworkFault.SILENCE ? List.of(false) : List.of(false, true)) {
                    String name = row + ", " + fault + (warm ? ", warm: " : ", cold: ");
                    SpendScenario scenario = new SpendScenario(proxied, row, line);
                    run(proxied, scenario, row, fault, warm, spending);
                    scenario.complaints().forEach(complaint -> complaints.add(name + complaint));
                }
            }
        }
        return complaints;
    }

    private static void run(
            ProxiedStub proxied,
            SpendScenario scenario,
            SpendRow row,
            NetworkFault fault,
            boolean warm,
            Spending spending)
            throws InterruptedException {
        try (CertificateReseller reseller = proxied.connect(fault != NetworkFault.SILENCE)) {
            if (warm) {
                reseller.products();
            }
            proxied.faults(sent -> sent.isQuote() == row.question() ? fault : NetworkFault.NONE);
            if (fault == NetworkFault.REFUSED) {
                proxied.proxy().refuse();
            }
            SpendOutcome outcome = scenario.go(reseller, spending);
            if (fault == NetworkFault.REFUSED) {
                assertThat(outcome.words()).startsWith("NotSentException");
                proxied.proxy().admit();
            }
        }
        proxied.faults(sent -> NetworkFault.NONE);
        if (row.terms() != PriceTerms.ASKING) {
            scenario.go(proxied.client(), spending);
        }
        if (warm) {
            scenario.issue();
        }
        scenario.reconcile(spending, 1);
        scenario.close();
    }
}
