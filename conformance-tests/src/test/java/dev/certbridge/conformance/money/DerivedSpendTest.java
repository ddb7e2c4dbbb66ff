package dev.certbridge.conformance.money;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.DerivedFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spend with every mutation of the response body that can be derived from the contract. */
class DerivedSpendTest {

    /** The most cases per stub: long listings are slow. */
    private static final int CASES_PER_STUB = 12;

    private static SlowCases<String> cases;

    static List<SpendRow> spends() {
        return SpendRow.mainly().stream()
                .filter(row -> row.terms() != PriceTerms.ACKNOWLEDGING)
                .toList();
    }

    @BeforeAll
    static void start() {
        cases = new SlowCases<>(Runtime.getRuntime().availableProcessors());
        spends().forEach(row -> cases.begin("accepted " + row, () -> check(row, successes(row), "")));
        spends().forEach(row -> cases.begin("refused " + row, () -> check(row, unexplained(row), "REFUSED")));
    }

    @AfterAll
    static void stop() {
        cases.close();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void no_mutation_of_a_response_hides_an_order_or_places_it_twice(SpendRow row) {
        cases.end("accepted " + row, () -> check(row, successes(row), ""));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_refusal_without_its_verdict_is_no_rejection(SpendRow row) {
        cases.end("refused " + row, () -> check(row, unexplained(row), "REFUSED"));
    }

    private static Stream<DerivedFaults> derived(SpendRow row) {
        return DerivedFaults.of(SpendTarget.reseller(row)).stream()
                .filter(one -> one.operationId().equals(SpendTarget.operation(row)));
    }

    /** Returns the mutations of the stub's own successful responses. */
    private static Map<String, CannedFailure> successes(SpendRow row) {
        Map<String, CannedFailure> cases = new LinkedHashMap<>();
        derived(row)
                .filter(one -> one.status() / 100 == 2)
                .forEach(one -> cases.put(one.mutation().word() + one.pointer(), one.toRealAnswer()));
        return cases;
    }

    /** Returns the refusals whose verdict is missing, null or unknown, after the order was booked. */
    private static Map<String, CannedFailure> unexplained(SpendRow row) {
        String verdict = row.variant() == ClientVariant.REGFISH ? "/success" : "/type";
        Map<String, CannedFailure> cases = new LinkedHashMap<>();
        derived(row)
                .filter(one -> Set.of(400, 404, 409).contains(one.status()))
                .filter(one -> one.pointer().equals(verdict) && one.mutation() != BodyMutation.EXTRA_FIELD)
                // What an example says besides makes no difference.
                .forEach(one -> cases.putIfAbsent(
                        one.status() + " " + one.mutation().word() + verdict,
                        one.failure().afterBooking()));
        return cases;
    }

    private static void check(SpendRow row, Map<String, CannedFailure> failures, String never) {
        assertThat(failures).isNotEmpty();
        List<String> complaints = new ArrayList<>();
        List<String> left = new ArrayList<>(failures.keySet());
        while (!left.isEmpty()) {
            List<String> now = left.subList(0, Math.min(left.size(), CASES_PER_STUB));
            try (ProxiedStub proxied = new ProxiedStub(row.variant())) {
                Spending spending = new SpendScenario(proxied, row).spending();
                for (String name : now) {
                    complaints.addAll(run(proxied, row, name, failures.get(name), spending, never));
                }
            }
            left = left.subList(now.size(), left.size());
        }
        assertThat(complaints).isEmpty();
    }

    private static List<String> run(
            ProxiedStub proxied, SpendRow row, String name, CannedFailure failure, Spending spending, String never) {
        SpendScenario scenario = new SpendScenario(proxied, row);
        List<String> complaints = new ArrayList<>();
        proxied.stub().answer(SpendTarget.operation(row), failure.where(call -> call.isQuote() == row.question()));
        try {
            SpendOutcome outcome = scenario.go(proxied.client(), spending);
            if (outcome.kind().name().equals(never)) {
                complaints.add(row + ", " + name + ": " + outcome.words());
            }
            scenario.issue();
            scenario.reconcile(spending, 1);
            scenario.close();
        } catch (RuntimeException e) {
            complaints.add(row + ", " + name + ": " + e);
        }
        scenario.complaints().forEach(complaint -> complaints.add(row + ", " + name + ": " + complaint));
        return complaints;
    }
}
