package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code certbridge stub} in a process of its own. */
@Timeout(120)
class StubCommandTest {

    // Both begin at once: each takes seconds until its stubs serve.
    private static Process inWords;
    private static Process inJson;

    @TempDir
    private Path out;

    @BeforeAll
    static void begin() throws IOException {
        inWords = start("");
        inJson = start("--seed 7 --zone example.com --no-zone example.org --json");
    }

    @AfterAll
    static void end() {
        Stream.of(inWords, inJson).filter(Objects::nonNull).forEach(Process::destroyForcibly);
    }

    @Test
    void both_stubs_serve_other_runs_until_the_process_is_terminated() throws Exception {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(inWords.getInputStream(), UTF_8))) {
            CliRun printed = new CliRun(0, String.join("\n", until(lines, "seed ")), "");
            assertThat(printed.out()).containsPattern("(?m)^seed \\d+; stop with Ctrl-C$");
            assertThat(printed.values("key")).hasSize(2).doesNotContain("");
            assertThat(printed.values("ledger")).hasSize(2).allMatch(url -> url.endsWith("/__ledger"));
            assertThat(printed.values("page"))
                    .isEqualTo(printed.values("address").stream()
                            .map(address -> address + "/")
                            .toList());
            assertThat(printed.values("customer")).containsExactly("example-handle");
            List<String> addresses = printed.values("address");
            assertThat(createRecord(addresses.get(1), printed.values("key").get(1), "_dnsauth.www.example.net."))
                    .as("a record opens its zone")
                    .isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                String reseller = List.of("realtime", "regfish").get(i);
                CliRun.of("order " + ServedStub.NAME + " --reseller " + reseller + " --stub-url " + addresses.get(i)
                                + " --stub-key " + printed.values("key").get(i) + " --out " + out)
                        .requireDone();
                WrittenFiles.at(out, reseller, ServedStub.NAME).requireChain();
            }

            // SIGTERM, through the handle: the process itself would close our end of its output too.
            inWords.toHandle().destroy();
            assertThat(inWords.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.readLine()).as("nothing is said on the way out").isNull();
            assertThat(listens(addresses.get(0))).isFalse();
        }
    }

    @Test
    void json_has_the_addresses_of_the_stubs() throws Exception {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(inJson.getInputStream(), UTF_8))) {
            JsonNode document = new ObjectMapper().readTree(String.join("\n", until(lines, "}")));
            DocumentSchemas.require(document.toString(), "stub", "--json");
            CliRun.requireMembers(document, "stubs seed");
            assertThat(document.get("seed").intValue()).isEqualTo(7);
            assertThat(document.get("stubs")).hasSize(2).allSatisfy(stub -> {
                assertThat(stub.fieldNames())
                        .toIterable()
                        .contains("reseller", "url", "key", "page", "ledger", "journal");
                assertThat(listens(stub.get("url").textValue())).isTrue();
            });
            assertThat(document.at("/stubs/0/customer").textValue()).isEqualTo("example-handle");
            JsonNode regfish = document.at("/stubs/1");
            String url = regfish.get("url").textValue();
            String key = regfish.get("key").textValue();
            assertThat(createRecord(url, key, "_dnsauth.www.example.com.")).isEqualTo(200);
            assertThat(createRecord(url, key, "_dnsauth.www.example.net.")).isEqualTo(400);
            assertThat(createRecord(url, key, "_dnsauth.www.example.org.")).isEqualTo(400);
        }
    }

    @Test
    void the_answers_of_both_are_written_for_another_wiremock_and_nothing_is_mixed_with_them() {
        CliRun first = CliRun.of("stub", "--export", out.toString());
        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("written " + out.resolve("regfish"), "written " + out.resolve("realtime"));
        for (String reseller : List.of("regfish", "realtime")) {
            assertThat(out.resolve(reseller).resolve("mappings").resolve("listProducts.json"))
                    .isNotEmptyFile();
            assertThat(out.resolve(reseller).resolve("__files")).isNotEmptyDirectory();
        }
        CliRun.of("stub", "--export", out.toString()).requireFailed(2, "Choose another folder");
    }

    @ParameterizedTest
    @CsvSource({
        "regfish=65536, 65535",
        "regfish=-1, 65535",
        "regfish=http, 65535",
        "regfish, --port",
        "nowhere=1, no reseller is named"
    })
    void an_invalid_port_is_refused_in_one_line(String port, String message) {
        CliRun.of("stub", "--port", port).requireFailed(2, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--zone", "--no-zone"})
    void an_invalid_zone_is_refused_in_one_line(String option) {
        for (String zone : List.of("", "com", "*", "a..b", "https://example.com")) {
            CliRun.of("stub", option, zone).requireFailed(2, option, "such as " + option + " example.com");
        }
    }

    @Test
    void a_port_that_is_taken_gets_one_line_and_the_other_stub_stops() throws Exception {
        int realtime = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CliRun.of("stub", "--port", "regfish=" + taken.getLocalPort(), "--port", "realtime=" + realtime)
                    .requireFailed(2, "cannot listen at port " + taken.getLocalPort(), "--port regfish=PORT");
            assertThat(listens("http://127.0.0.1:" + realtime)).isFalse();
        }
    }

    private static Process start(String arguments) throws IOException {
        String[] command = (System.getProperty("java.home") + "/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "
                        + Main.class.getName() + " stub --port regfish=0 --port realtime=0 " + arguments)
                .split(" ");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static List<String> until(BufferedReader lines, String last) throws IOException {
        List<String> read = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            read.add(line);
            if (line.startsWith(last)) {
                return read;
            }
        }
        throw new AssertionError("the stub ended after: " + read);
    }

    private static int createRecord(String address, String key, String name) throws Exception {
        String record = "{\"type\":\"CNAME\",\"name\":\"" + name + "\",\"data\":\"a.dcv.digicert.com.\",\"ttl\":60}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/dns/rr"))
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(record))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Below those that a system gives to whoever asks for any, and not where another build begins to look. */
    private static int freePort() throws IOException {
        int first = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        for (int port = first; port < first + 100; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // The next.
            }
        }
        throw new AssertionError("no port from " + first + " on is free");
    }

    private static boolean listens(String address) {
        URI uri = URI.create(address);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
