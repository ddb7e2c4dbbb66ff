package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how clients are run: as programs, and with requests after their end. */
class JudgeTest {

    private static final List<StubProvider> REGFISH = List.of(StubProvider.named("regfish"));
    private static final JudgeOptions OPTIONS =
            JudgeOptions.defaults().grace(Duration.ZERO).timeLimit(Duration.ofSeconds(30));

    @TempDir
    private Path folder;

    @Test
    void a_program_gets_the_variables_and_its_arguments_and_its_output_has_no_key() throws Exception {
        Judgment judgment = run(
                EnumSet.of(Scenario.QUIET),
                "echo $CERTBRIDGE_URL $CERTBRIDGE_KEY [$CERTBRIDGE_CUSTOMER] $CERTBRIDGE_RESELLER"
                        + " $CERTBRIDGE_SCENARIO; echo \"$@\" >&2; exit 3",
                "{url}",
                "{key}",
                "x{customer}x");

        String output = Files.readString(folder.resolve("regfish-quiet.log"));
        assertThat(output).containsPattern("(?m)^http://127.0.0.1:\\d+ \\(key\\) \\[] regfish quiet$");
        assertThat(output).containsPattern("(?m)^http://127.0.0.1:\\d+ \\(key\\) xx$");
        CommandEnd end = judgment.results().get(0).end().orElseThrow();
        assertThat(end.description()).isEqualTo("exit code 3");
        assertThat(end.lastLines()).hasSize(2);
        assertThat(judgment.hasRequests()).isFalse();
        assertThat(judgment.exitCode()).isEqualTo(2);
        assertThat(judgment.count(JudgeVerdict.NOT_SEEN)).isEqualTo(JudgeRule.values().length);
    }

    @Test
    void realtime_programs_get_the_customer() throws Exception {
        ProcessCommand client = new ProcessCommand(
                List.of("sh", "-c", "echo $CERTBRIDGE_CUSTOMER"), OPTIONS.timeLimit(), Optional.empty());

        Judgment judgment = new Judge(OPTIONS)
                .run(client, List.of(StubProvider.named("realtime")), EnumSet.of(Scenario.QUIET), result -> {});

        assertThat(judgment.results().get(0).end().orElseThrow().lastLines()).containsExactly("example-handle");
    }

    @Test
    void a_program_is_ended_with_its_children_when_its_time_is_over() throws Exception {
        Path pid = folder.resolve("pid");
        ProcessCommand client = new ProcessCommand(
                List.of("sh", "-c", "sleep 600 & echo $! > " + pid + "; wait"),
                Duration.ofSeconds(5),
                Optional.empty());

        Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.QUIET), result -> {});

        CommandEnd end = judgment.results().get(0).end().orElseThrow();
        assertThat(end.byItself()).isFalse();
        assertThat(end.description()).isEqualTo("stopped at the time limit of 5.0 s");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child)
                .ifPresent(handle ->
                        handle.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, KEPT", "false, NOT_SEEN"})
    void odd_answers_are_not_compared_with_a_quiet_run_that_was_stopped(boolean byItself, JudgeVerdict verdict)
            throws Exception {
        Command client = target -> {
            send(target.url());
            send(target.url());
            return new CommandEnd("end", byItself, List.of());
        };

        Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.ODD_BUT_LEGAL), result -> {});

        assertThat(judgment.results().get(1).finding(JudgeRule.SURVIVES_UNKNOWN).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void a_program_that_does_not_exist_is_refused_in_one_line() {
        ProcessCommand client = new ProcessCommand(List.of("/no/such/program"), OPTIONS.timeLimit(), Optional.empty());

        assertThatThrownBy(() -> new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.QUIET), result -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot run /no/such/program. Give a program that exists and can be executed");
        assertThatThrownBy(() -> new ProcessCommand(List.of(), OPTIONS.timeLimit(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Put it after --");
    }

    @Test
    void a_request_after_the_end_is_recorded_while_the_grace_passes() throws Exception {
        List<String> urls = new ArrayList<>();
        Command client = target -> {
            send(target.url());
            urls.add(target.url());
            return new CommandEnd("done", true, List.of());
        };
        Judge judge = new Judge(OPTIONS, time -> sendLater(urls.get(0)));

        Judgment judgment = judge.run(client, REGFISH, EnumSet.of(Scenario.QUIET), result -> {});

        Finding finding = judgment.results().get(0).finding(JudgeRule.SILENT_AFTER_END);
        assertThat(finding.verdict()).isEqualTo(JudgeVerdict.BROKEN);
        assertThat(finding.proof()).hasSize(1).first().asString().startsWith("request 2 (GET /tls/products");
    }

    @Test
    void a_key_in_a_path_is_reported_and_not_repeated() throws Exception {
        Command client = target -> {
            get(target.url() + "/tls/certificate/" + target.key());
            return new CommandEnd("done", true, List.of());
        };

        Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.QUIET), result -> {});

        assertThat(judgment.results().get(0).finding(JudgeRule.KEY_IN_HEADER).proof())
                .containsExactly(
                        "request 1 (GET /tls/certificate/(key), answered with 404) has the API key in its URL");
        assertThat(new JudgmentReport(judgment, RuleFixture.RUN).json().toString())
                .doesNotContain("not-a-real-regfish-key");
    }

    @Test
    void a_client_with_a_wrong_key_places_no_order_and_is_not_judged() throws Exception {
        Command client = target -> {
            get(target.url() + "/tls/products", "another key");
            get(target.url() + "/tls/certificate", "another key");
            return new CommandEnd("done", true, List.of());
        };

        for (Scenario scenario : List.of(Scenario.QUIET, Scenario.LOST_ANSWER)) {
            Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, Set.of(scenario), result -> {});

            assertThat(judgment.count(JudgeVerdict.KEPT)).isPositive();
            assertThat(judgment.exitCode()).isEqualTo(2);
            assertThat(new JudgmentReport(judgment, RuleFixture.RUN).text())
                    .contains("\nregfish: no order was placed in the scenario " + scenario.id()
                            + ": answers: 2 with 401\n");
        }
    }

    @Test
    void a_request_that_is_not_http_is_judged() throws Exception {
        Command client = target -> {
            URI url = URI.create(target.url());
            try (Socket socket = new Socket(url.getHost(), url.getPort())) {
                socket.getOutputStream().write("GET /tls HTTP/1.1\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
            return new CommandEnd("done", true, List.of());
        };

        Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.QUIET), result -> {});

        assertThat(judgment.results().get(0).finding(JudgeRule.VALID_REQUESTS).proof())
                .containsExactly("request 1 (GET /tls, answered with 400): not a valid HTTP request: No Host");
    }

    @Test
    void odd_answers_are_compared_with_the_quiet_scenario_which_runs_first() throws Exception {
        Command client = target -> {
            send(target.url());
            return new CommandEnd("done", true, List.of());
        };

        Judgment judgment = new Judge(OPTIONS).run(client, REGFISH, EnumSet.of(Scenario.ODD_BUT_LEGAL), result -> {});

        assertThat(judgment.results())
                .extracting(ScenarioResult::scenario)
                .containsExactly(Scenario.QUIET, Scenario.ODD_BUT_LEGAL);
    }

    @Test
    void a_scenario_that_no_reseller_has_is_refused() {
        assertThatThrownBy(() -> run(Set.of(Scenario.ACKNOWLEDGMENT_NEEDED), "true"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("none of the scenarios [acknowledgment-needed] is possible at [regfish]");
        assertThatThrownBy(() -> JudgedStub.start(REGFISH.get(0), Scenario.ACKNOWLEDGMENT_NEEDED, OPTIONS, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not possible at regfish");
    }

    private Judgment run(Set<Scenario> scenarios, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        return new Judge(OPTIONS)
                .run(
                        new ProcessCommand(command, OPTIONS.timeLimit(), Optional.of(folder)),
                        REGFISH,
                        scenarios,
                        r -> {});
    }

    private static void sendLater(String url) throws InterruptedException {
        try {
            send(url);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(String url) throws IOException, InterruptedException {
        get(url + "/tls/products");
    }

    private static void get(String url) throws IOException, InterruptedException {
        get(url, "not-a-real-regfish-key");
    }

    private static void get(String url, String key) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).header("x-api-key", key).build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
}
