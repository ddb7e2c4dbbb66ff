package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
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

    private static SlowCases<SpendRow> running;

    static List<SpendRow> spends() {
        return SpendRow.mainly();
    }

    @BeforeAll
    static void start() {
        running = new SlowCases<>(Runtime.getRuntime().availableProcessors());
        spends().forEach(row -> running.begin(row, () -> check(row)));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void no_fault_costs_money_twice_or_hides_an_order(SpendRow row) {
        running.end(row, () -> check(row));
    }

    private static void check(SpendRow row) {
        List<String> complaints = new ArrayList<>();
        List<NetworkFault> left = NetworkFault.all();
        while (!left.isEmpty()) {
            List<NetworkFault> now = left.subList(0, Math.min(left.size(), FAULTS_PER_STUB));
            left = left.subList(now.size(), left.size());
            complaints.addAll(run(row, now));
        }
        assertThat(complaints).isEmpty();
    }

    private static List<String> run(SpendRow row, List<NetworkFault> faults) {
        List<String> complaints = new ArrayList<>();
        try (ProxiedStub proxied = new ProxiedStub(row.variant())) {
            assertThat(row.operation().isOfferedBy(proxied.client()))
                    .as("%s is offered", row)
                    .isTrue();
            Spending spending = new SpendScenario(proxied, row).spending();
            for (NetworkFault fault : faults) {
                for (boolean warm : fault == NetworkFault.SILENCE ? List.of(false) : List.of(false, true)) {
                    String name = row + ", " + fault + (warm ? ", warm: " : ", cold: ");
                    SpendScenario scenario = new SpendScenario(proxied, row);
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
            Spending spending) {
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
