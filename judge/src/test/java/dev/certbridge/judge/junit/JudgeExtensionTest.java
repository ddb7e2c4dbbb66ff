package dev.certbridge.judge.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.certbridge.judge.JudgedStub;
import dev.certbridge.judge.Scenario;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.TestCsr;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests the extension by running tests that use it. */
class JudgeExtensionTest {

    static class KeepsTheRules {

        @RegisterExtension
        static final JudgeExtension JUDGE = JudgeExtension.of("regfish");

        @TestTemplate
        void orders(JudgedStub stub) throws Exception {
            order(stub, stub.apiKey());
        }
    }

    static class HasAWrongKey {

        @RegisterExtension
        static final JudgeExtension JUDGE = JudgeExtension.of("regfish");

        @TestTemplate
        void orders(JudgedStub stub) throws Exception {
            order(stub, "another key");
        }
    }

    static class HasAWrongKeyWithoutQuiet {

        @RegisterExtension
        static final JudgeExtension JUDGE =
                JudgeExtension.of("regfish").scenarios(Scenario.LOST_ANSWER, Scenario.RATE_LIMITED_DATE);

        @TestTemplate
        void orders(JudgedStub stub) throws Exception {
            order(stub, "another key");
        }
    }

    static class BreaksRules {

        @RegisterExtension
        static final JudgeExtension JUDGE =
                JudgeExtension.of("regfish").scenarios(Scenario.QUIET, Scenario.ODD_BUT_LEGAL);

        @TestTemplate
        void stops_at_odd_answers_and_shows_the_key(JudgedStub stub) throws Exception {
            send(stub, "/tls/products?key=" + stub.apiKey());
            if (stub.scenario() == Scenario.QUIET) {
                send(stub, "/tls/certificate");
            }
        }
    }

    static class FailsByItself {

        @RegisterExtension
        static final JudgeExtension JUDGE = JudgeExtension.of("regfish").scenarios(Scenario.QUIET);

        @TestTemplate
        void fails(JudgedStub stub) throws Exception {
            send(stub, "/tls/products?key=" + stub.apiKey());
            throw new IOException("its own failure");
        }
    }

    static class SendsNothing {

        @RegisterExtension
        static final JudgeExtension JUDGE = JudgeExtension.of("regfish").scenarios(Scenario.QUIET);

        @TestTemplate
        void has_a_wrong_address(JudgedStub stub) {
            assertThat(stub.scenario()).isEqualTo(Scenario.QUIET);
        }
    }

    @Test
    void a_client_without_requests_fails() {
        assertThat(run(SendsNothing.class).failures().toString()).contains("the client sent no request to the stub");
    }

    @Test
    void a_client_without_orders_fails_in_the_scenario_quiet_or_without_it_where_orders_are_booked() {
        assertThat(run(HasAWrongKey.class).failures())
                .containsExactly(Map.entry("quiet", "no order was placed in the scenario quiet: answers: 1 with 401"));
        assertThat(run(HasAWrongKeyWithoutQuiet.class).failures())
                .containsExactly(Map.entry(
                        "lost-answer", "no order was placed in the scenario lost-answer: answers: 1 not answered"));
    }

    @Test
    void a_test_runs_once_in_each_scenario_that_the_reseller_has() {
        Run run = run(KeepsTheRules.class);

        List<String> ids = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            ids.add(scenario.id());
        }
        ids.remove(Scenario.ACKNOWLEDGMENT_NEEDED.id());
        assertThat(run.names()).isEqualTo(ids);
        assertThat(run.failures()).isEmpty();
        assertThat(run.reports()).hasSize(ids.size()).contains("3 rules kept, 7 not seen");
    }

    @Test
    void a_test_fails_with_the_rules_that_its_client_breaks() {
        Map<String, String> failures = run(BreaksRules.class).failures();

        assertThat(failures).containsOnlyKeys("quiet", "odd-but-legal");
        assertThat(failures.get("quiet"))
                .startsWith("key-in-header: The API key is only in its header")
                .contains("request 1 (GET /tls/products, answered with 200) has the API key in its URL")
                .doesNotContain("survives-unknown");
        assertThat(failures.get("odd-but-legal"))
                .contains(
                        "\nsurvives-unknown: ", "listCertificates was called once in the scenario quiet and not here");
    }

    @Test
    void a_failed_test_keeps_its_own_failure_and_adds_the_broken_rules() {
        Run run = run(FailsByItself.class);
        assertThat(run.failures()).containsExactly(Map.entry("quiet", "its own failure"));
        assertThat(run.suppressed()).singleElement().asString().contains("key-in-header: ");
    }

    /**
     * The outcome of the tests of a class: names in order, failures by name, what the failures suppress, and report
     * entries.
     */
    private record Run(
            List<String> names, Map<String, String> failures, List<Throwable> suppressed, List<String> reports) {}

    private static Run run(Class<?> tests) {
        Run run = new Run(new ArrayList<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    run.names().add(test.getDisplayName());
                    result.getThrowable().ifPresent(failure -> {
                        run.failures().put(test.getDisplayName(), failure.getMessage());
                        run.suppressed().addAll(List.of(failure.getSuppressed()));
                    });
                }
            }

            @Override
            public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
                run.reports().addAll(entry.getKeyValuePairs().values());
            }
        };
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return run;
    }

    private static void order(JudgedStub stub, String key) throws InterruptedException {
        String body = Reply.object()
                .put("sku", "RapidSSL")
                .put("common_name", "www.example.com")
                .put("dcv_method", "dns-cname-token")
                .put("validity_days", 199)
                .put("csr", TestCsr.of("www.example.com").pem())
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.uri() + "/tls/certificate"))
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            // The answer is lost, as the scenario says.
        }
    }

    private static void send(JudgedStub stub, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stub.uri() + path))
                .header("x-api-key", stub.apiKey())
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
}
