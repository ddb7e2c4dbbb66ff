package dev.certbridge.conformance.wrong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.ConnectOptions;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit itself is tried: a client with a mistake fails the rules that are there because of it, and no more. */
class EveryWrongClientTest {

    private static final ExecutorService TWO = Executors.newFixedThreadPool(2);
    private static final Map<WrongClient, Future<RunReport>> RUNS = new EnumMap<>(WrongClient.class);

    @BeforeAll
    static void start() {
        for (WrongClient client : WrongClient.values()) {
            RUNS.put(client, TWO.submit(() -> run(client)));
        }
    }

    @AfterAll
    static void stop() {
        TWO.shutdownNow();
    }

    private static RunReport run(WrongClient client) {
        try (WrongClientUnderTest candidate = client.candidate()) {
            return ConformanceRun.of(List.of(candidate), ConformanceRun.Progress.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_client_fails_exactly_the_rules_that_it_is_known_to_break(WrongClient client) throws Exception {
        List<RuleResult> broken = RUNS.get(client).get().results().stream()
                .filter(result -> result.verdict() == Verdict.FAILED)
                .toList();

        Set<String> rules = broken.stream().map(RuleResult::rule).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rules)
                .as(
                        "%s: %s",
                        client.words(), broken.stream().map(RuleResult::detail).collect(Collectors.joining("\n")))
                .isEqualTo(new TreeSet<>(client.broken()));
        assertThat(client.own()).isNotEmpty().isSubsetOf(rules);
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_message_has_the_rule_ends_with_its_location_and_has_no_stack_trace(WrongClient client)
            throws Exception {
        assertThat(RUNS.get(client).get().results())
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .allSatisfy(result -> {
                    List<String> lines = result.detail().lines().toList();
                    assertThat(lines.get(0)).startsWith(client.words() + " violates " + result.rule());
                    assertThat(lines.get(lines.size() - 1))
                            .startsWith("look at rule " + result.rule() + " in docs/rules.md#"
                                    + result.rule().toLowerCase(Locale.ROOT) + ", tested by ");
                    assertThat(result.detail()).doesNotContainPattern("(?m)^\\s+at \\S+\\(");
                });
    }

    @Test
    void a_repeated_order_that_succeeds_is_reported_with_what_the_stub_received() throws Exception {
        assertThat(RUNS.get(WrongClient.SENDS_AGAIN_WHAT_IS_REFUSED).get().results())
                .filteredOn(result ->
                        result.verdict() == Verdict.FAILED && result.rule().equals("E2"))
                .singleElement()
                .satisfies(result -> assertThat(result.detail())
                        .hasLineCount(2)
                        .contains("the call returned a result instead of failing; the stub received 2 orders"));
    }

    @Test
    void every_rule_is_failed_by_a_client_that_was_made_for_it() {
        assertMatched(rules());
    }

    /** The three that send nothing which is answered: no line of {@code matrix.txt} misses them. */
    @ParameterizedTest
    @ValueSource(strings = {"E10", "E12", "M13"})
    void a_deleted_rule_is_reported_by_the_wrong_client_made_for_it(String deleted) {
        List<String> left =
                rules().stream().filter(rule -> !rule.equals(deleted)).toList();
        assertThat(left).hasSize(rules().size() - 1);
        assertThatThrownBy(() -> assertMatched(left))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"" + deleted + "\"");
    }

    private static List<String> rules() {
        return RuleDefinition.all().stream().map(RuleDefinition::number).toList();
    }

    private static void assertMatched(List<String> rules) {
        Set<String> own = Arrays.stream(WrongClient.values())
                .flatMap(client -> client.own().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        own.removeAll(rules);
        assertThat(own)
                .as("Rules that a wrong client was made for and that are gone; bring their tests back")
                .isEmpty();
        assertThat(rules)
                .as("Rules, each of which needs a wrong client that was made for it")
                .allSatisfy(rule -> assertThat(WrongClient.values())
                        .as(rule)
                        .anySatisfy(client -> assertThat(client.own()).contains(rule)));
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_client_that_skips_operations_uses_the_generated_client_of_the_right_one(WrongClient client)
            throws Exception {
        List<Object> asked = new ArrayList<>();
        List<Object> handedIn = new ArrayList<>();
        try (ServerSocket reached = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                WrongClientUnderTest wrong = client.candidate(watched(client.right(), asked, handedIn))) {
            ConnectOptions options = ConnectOptions.builder()
                    .uri(URI.create("http://127.0.0.1:" + reached.getLocalPort()))
                    .build();

            try (AutoCloseable generated = wrong.generated("not-a-real-key", options)) {
                assertThat(handedIn).singleElement().isSameAs(generated);
            }

            assertThat(asked).hasSize(2).startsWith("not-a-real-key");
            assertThat(asked.get(1) == options)
                    .as("whether the right client is reached by the very same options")
                    .isEqualTo(leavesOut(wrong, client.right()));
            assertThat(wrong.calls(wrong.operations().ordering()))
                    .as("whether the sweeps have one left")
                    .isTrue();
        }
    }

    private static boolean leavesOut(ClientUnderTest wrong, ClientUnderTest right) {
        return ContractDocument.onClassPath(right.provider().name()).operations().stream()
                .map(ContractOperation::id)
                .filter(right::calls)
                .anyMatch(operation -> !wrong.calls(operation));
    }

    /** The same candidate; what its generated client is asked for with, and what it hands in, is kept. */
    private static ClientUnderTest watched(ClientUnderTest right, List<Object> asked, List<Object> handedIn) {
        return (ClientUnderTest) Proxy.newProxyInstance(
                ClientUnderTest.class.getClassLoader(),
                new Class<?>[] {ClientUnderTest.class},
                (proxy, method, arguments) -> {
                    Object returned = method.invoke(right, arguments);
                    if (method.getName().equals("generated")) {
                        asked.addAll(List.of(arguments));
                        handedIn.add(returned);
                    }
                    return returned;
                });
    }
}
