package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@code certbridge judge}. The programs that it runs are shell scripts with curl. */
class JudgeCommandTest {

    private static final String LIST = "curl -s -H \"x-api-key: $CERTBRIDGE_KEY\" $CERTBRIDGE_URL/tls/products";
    private static final String ORDER = "curl -s -H \"x-api-key: $CERTBRIDGE_KEY\" -H 'Content-Type: application/json'"
            + " -d \"$0\" $CERTBRIDGE_URL/tls/certificate";

    @TempDir
    private Path folder;

    private static CliRun judge(String... client) {
        return CliRun.of(ServedStub.with(List.of("judge --reseller regfish --scenario quiet".split(" ")), client));
    }

    @Test
    void a_client_that_keeps_the_rules_ends_with_0_and_reports_are_written() {
        Path report = folder.resolve("report");

        CliRun run = judge(
                "--report",
                report.toString(),
                "--",
                "sh",
                "-c",
                LIST + " && " + ORDER,
                Reply.object()
                        .put("sku", "RapidSSL")
                        .put("common_name", "www.example.com")
                        .put("dcv_method", "dns-cname-token")
                        .put("validity_days", 199)
                        .put("csr", SigningRequest.generate("www.example.com").pem())
                        .toString());

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .startsWith("regfish quiet: exit code 0, 2 requests, 4 rules kept, 0 broken, 6 not seen\n\n")
                .containsPattern("(?m)^\\d{4}-\\d\\d-\\d\\dT.*Z, certbridge .*, JDK .*, contracts: regfish \\d")
                .contains("4 kept, 0 broken, 6 not seen.");
        assertThat(report).isDirectoryContaining("glob:**/judge.html");
        assertThat(report).isDirectoryContaining("glob:**/judge.json");
        assertThat(report).isDirectoryContaining("glob:**/TEST-certbridge-judge.xml");
        assertThat(report.resolve("regfish-quiet.log")).content().contains("RapidSSL");
    }

    @Test
    void a_client_that_breaks_a_rule_ends_with_1_and_needs_no_dashes_before_it() {
        CliRun run = judge("sh", "-c", LIST + "?key=$CERTBRIDGE_KEY");

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("regfish quiet breaks key-in-header: ")
                .contains("  request 1 (GET /tls/products, answered with 200) has the API key in its URL\n");
    }

    @Test
    void a_client_with_a_wrong_key_ends_with_2_and_shows_the_statuses() {
        CliRun run = judge("--", "sh", "-c", "curl -s -H 'x-api-key: wrong' $CERTBRIDGE_URL/tls/products");

        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.out()).contains("\nregfish: no order was placed in the scenario quiet: answers: 1 with 401\n");
    }

    @Test
    void a_client_without_requests_ends_with_2_and_shows_its_last_output() {
        CliRun run = judge("--", "sh", "-c", "echo oops; exit 4");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("certbridge: the client sent no request to the stub in any scenario (exit code 4). Use the"
                        + " address in CERTBRIDGE_URL or {url}\n  oops\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "judge --scenario quiet | there is no command. Put it after --",
                "judge -- /no/such/program | cannot run /no/such/program. Give a program that exists",
                "judge --scenario loud -- true | there is no scenario loud. Use one of quiet, lost-answer, ",
                "judge --reseller nobody -- true | no reseller is named",
                "judge --orders 0 -- true | the number of orders is 0; it must be at least 1",
                "judge --retry-after 0 -- true | Retry-After is 0.0 s; it must be at least 1 s",
                "judge --time-limit 0 -- true | the time limit is 0.0 s; it must be at least 1 s",
                "judge --slow-answer -1 -- true | --slow-answer -1.0: give seconds from 0 to 3600",
                "judge --poll-interval x -- true | --poll-interval",
                "judge --reseller regfish --scenario acknowledgment-needed -- true | is possible at [regfish]",
                "judge --serve --scenario quiet | --serve needs one --reseller and one --scenario",
                "judge --serve --reseller regfish | --serve needs one --reseller and one --scenario",
                "judge --serve --reseller regfish --scenario quiet -- true | no command. Start your client yourself",
                "judge --serve --reseller regfish --scenario acknowledgment-needed | not possible at regfish",
                "judge --serve --reseller regfish --scenario quiet --port 65536 | --port 65536: give a port from 0 to 65535",
                "judge --port 9001 -- true | together with --serve",
            })
    void wrong_usage_is_refused_in_one_line(String arguments, String message) {
        CliRun.of(arguments.split(" ")).requireFailed(2, message);
    }

    @Test
    void a_port_that_is_taken_is_refused_in_one_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CliRun.of("judge --serve --reseller regfish --scenario quiet --port " + taken.getLocalPort())
                    .requireFailed(2, "cannot listen at port " + taken.getLocalPort(), "Choose another with --port");
        }
    }

    @Test
    void a_served_stub_judges_until_its_end() throws Exception {
        PipedReader printed = new PipedReader(1 << 20);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        StringWriter err = new StringWriter();
        try (BufferedReader lines = new BufferedReader(printed);
                PrintWriter out = new PrintWriter(new PipedWriter(printed), true)) {
            Thread server = new Thread(() -> exit.complete(Main.run(
                    new CliContext(out, new PrintWriter(err, true), Map.of(), ConnectOptions.defaults()),
                    ("judge --serve --reseller realtime --scenario lost-answer --report " + folder).split(" "))));
            server.start();
            String url = value(lines, "CERTBRIDGE_URL=");
            String key = value(lines, "CERTBRIDGE_KEY=");
            assertThat(value(lines, "CERTBRIDGE_CUSTOMER=")).isEqualTo("example-handle");
            assertThat(value(lines, "CERTBRIDGE_RESELLER=")).isEqualTo("realtime");
            assertThat(value(lines, "CERTBRIDGE_SCENARIO=")).isEqualTo("lost-answer");
            assertThat(value(lines, "# verdict: GET ")).isEqualTo(url + "/__verdict");
            assertThat(value(lines, "# end: POST ")).isEqualTo(url + "/__end");

            assertThat(call(url, "GET", "/v2/ssl/products?key=" + key).statusCode())
                    .isEqualTo(401);
            JsonNode verdict =
                    new ObjectMapper().readTree(call(url, "GET", "/__verdict").body());
            assertThat(verdict.path("scenario").asText()).isEqualTo("lost-answer");
            assertThat(verdict.path("requests").asInt()).isEqualTo(1);
            assertThat(verdict.findValuesAsText("verdict"))
                    .filteredOn("broken"::equals)
                    .hasSize(2);
            assertThat(exit).isNotDone();

            JsonNode end =
                    new ObjectMapper().readTree(call(url, "POST", "/__end").body());
            assertThat(end.get("rules"))
                    .filteredOn(rule -> rule.get("rule").asText().equals("silent-after-end"))
                    .extracting(rule -> rule.get("verdict").asText())
                    .containsExactly("not seen");
            assertThat(exit.get(1, TimeUnit.MINUTES)).as(err.toString()).isEqualTo(1);
            assertThat(folder.resolve("judge.json")).content().contains("has the API key in its URL");
        }
    }

    private static String value(BufferedReader lines, String name) throws IOException {
        String line = lines.readLine();
        assertThat(line).startsWith(name);
        return line.substring(name.length());
    }

    private static HttpResponse<String> call(String url, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_report_that_cannot_be_written_is_refused_before_the_client_runs() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        CliRun run = CliRun.of("judge", "--report", taken.toString(), "--", "touch", folder + "/ran")
                .requireFailed(2, "cannot write the report to " + taken);
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("ran")).doesNotExist();
    }
}
