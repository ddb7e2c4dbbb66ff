package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.TestCsr;
import feign.Feign;
import feign.FeignException;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.jackson.JacksonDecoder;
import feign.jackson.JacksonEncoder;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Judges clients that are not ours: curl in a shell script, Feign with its defaults, and the unchanged clients that
 * OpenAPI Generator generates for Java and Python.
 */
class RealClientsTest {

    private static final JudgeOptions OPTIONS = JudgeOptions.defaults()
            .retryAfter(Duration.ofSeconds(2))
            .slowAnswer(Duration.ofMillis(50))
            .pollInterval(Duration.ofMillis(50))
            .grace(Duration.ZERO);

    private static final Path SOURCES = Path.of("src", "test", "clients");
    private static final Path GENERATED = Path.of("target", "clients");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void curl_in_a_loop_at_regfish() throws Exception {
        requireTable("regfish", curl("regfish"), """
                quiet                     k - k - - k k k - -
                lost-answer               k B B - - - - k - -
                bad-gateway-after-booking k B B - - - - k - -
                unavailable-retry-after   k B B - B - - k - -
                rate-limited-seconds      k B k - B k k k - -
                rate-limited-date         k B k - B k k k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - k k k - -
                late-failure              k - k - - k B k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    @Test
    void curl_in_a_loop_at_realtime() throws Exception {
        requireTable("realtime", curl("realtime"), """
                quiet                     k - k - - k k k - -
                lost-answer               k B B - - - - k - -
                bad-gateway-after-booking k B B - - - - k - -
                unavailable-retry-after   k B B - B - - k - -
                rate-limited-seconds      k - k - B k k k - -
                rate-limited-date         k - k - B k k k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - k k k - -
                acknowledgment-needed     k B - - - - - k - -
                late-failure              k - k - - k B k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    private Command curl(String reseller) throws IOException {
        return program(List.of("sh", SOURCES.resolve(reseller + ".sh").toString(), orderFile(reseller)));
    }

    private static Command program(List<String> arguments) {
        return new ProcessCommand(arguments, OPTIONS.timeLimit(), Optional.empty());
    }

    @Test
    void the_python_client_of_openapi_generator_at_regfish() throws Exception {
        requireTable("regfish", python("regfish"), """
                quiet                     k - k - - k k k - -
                lost-answer               k k k - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k k k - - - - k - -
                rate-limited-seconds      k k - - - - - k - -
                rate-limited-date         k k - - - - - k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - - - k - -
                late-failure              k - k - - k k k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    @Test
    void the_python_client_of_openapi_generator_at_realtime() throws Exception {
        requireTable("realtime", python("realtime"), """
                quiet                     k - k - - k k k - -
                lost-answer               k k k - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k k k - - - - k - -
                rate-limited-seconds      k - - - - - - k - -
                rate-limited-date         k - - - - - - k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - - - k - -
                acknowledgment-needed     k k - - - - - k - -
                late-failure              k - k - - - k k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    private Command python(String reseller) throws Exception {
        assumeTrue(
                hasPythonModules(), "the client needs Python with pydantic 2, urllib3, dateutil and typing_extensions");
        return program(List.of(
                "python3",
                SOURCES.resolve(reseller + ".py").toString(),
                GENERATED.resolve(reseller + "-python").toString(),
                orderFile(reseller)));
    }

    private static boolean hasPythonModules() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import pydantic.fields, urllib3, dateutil, typing_extensions; pydantic.ConfigDict")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void the_java_client_of_openapi_generator_at_regfish() throws Exception {
        requireGeneratedJava("regfish", "RegfishJava", """
                quiet                     k - k - - k k k - -
                lost-answer               k k k - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k k k - - - - k - -
                rate-limited-seconds      k k - - - - - k - -
                rate-limited-date         k k - - - - - k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - - - k - -
                late-failure              k - k - - k k k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    @Test
    void the_java_client_of_openapi_generator_at_realtime() throws Exception {
        requireGeneratedJava("realtime", "RealtimeJava", """
                quiet                     k - k - - k k k - -
                lost-answer               k k k - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k k k - - - - k - -
                rate-limited-seconds      k - - - - - - k - -
                rate-limited-date         k - - - - - - k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - - - k - -
                acknowledgment-needed     k k - - - - - k - -
                late-failure              k - k - - - k k - -
                odd-but-legal             k - k - - k k k - k
                """);
    }

    private void requireGeneratedJava(String reseller, String driver, String expected) throws Exception {
        compile(GENERATED.resolve(reseller + "-java").resolve("src/main/java"), SOURCES.resolve(driver + ".java"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Method order =
                    loader.loadClass(driver).getMethod("order", String.class, String.class, String.class, String.class);
            Command client = target -> {
                try {
                    order.invoke(null, target.url(), target.key(), target.customer(), csr());
                    return new CommandEnd("done", true, List.of());
                } catch (InvocationTargetException e) {
                    return new CommandEnd("failed: " + e.getCause(), true, List.of());
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            };
            requireTable(reseller, client, expected);
        }
    }

    private void compile(Path generated, Path driver) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Stream.concat(
                        Files.walk(generated).filter(file -> file.toString().endsWith(".java")), Stream.of(driver))) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-d", folder.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources.toList()))
                    .call();
            assertThat(compiled).isTrue();
        }
    }

    /** The calls with the annotations that OpenAPI Generator writes for its library {@code feign}. */
    interface RegfishApi {

        @RequestLine("POST /tls/certificate")
        @Headers("Content-Type: application/json")
        JsonNode order(ObjectNode order);

        @RequestLine("GET /tls/certificate/{id}")
        JsonNode get(@Param("id") String id);
    }

    /** Orders at Realtime Register. The id of a process is in a header, so this client reads the listing instead. */
    interface RealtimeApi {

        @RequestLine("POST /v2/ssl/certificates")
        @Headers("Content-Type: application/json")
        JsonNode order(ObjectNode order);

        @RequestLine("GET /v2/processes")
        JsonNode list();
    }

    @Test
    void feign_with_its_defaults_sends_an_order_five_times_at_regfish() throws Exception {
        Judgment judgment = requireTable(
                "regfish",
                feign(target -> {
                    RegfishApi api = Feign.builder()
                            .encoder(new JacksonEncoder())
                            .decoder(new JacksonDecoder())
                            .requestInterceptor(template -> template.header("x-api-key", target.key()))
                            .target(RegfishApi.class, target.url());
                    String id = api.order(order("regfish")).at("/response/id").asText();
                    poll(() -> api.get(id).at("/response/status").asText(), List.of("issued", "rejected"));
                }),
                """
                quiet                     k - k - - k k k - -
                lost-answer               k B B - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k B B - B - - k - -
                rate-limited-seconds      k B k - B k k k - -
                rate-limited-date         k B k - B k k k - -
                slow-answer               k - k - - k k k - -
                truncated-answer          k k k - - - - k - -
                late-failure              k - k - - k k k - -
                odd-but-legal             k - k - - k k k - k
                """);

        assertThat(requests(judgment, Scenario.LOST_ANSWER)).isEqualTo(5);
        assertThat(requests(judgment, Scenario.UNAVAILABLE_RETRY_AFTER)).isEqualTo(5);
        assertThat(requests(judgment, Scenario.BAD_GATEWAY_AFTER_BOOKING)).isEqualTo(1);
    }

    @Test
    void feign_with_its_defaults_sends_an_order_five_times_at_realtime() throws Exception {
        Judgment judgment = requireTable(
                "realtime",
                feign(target -> {
                    RealtimeApi api = Feign.builder()
                            .encoder(new JacksonEncoder())
                            .decoder(new JacksonDecoder())
                            .requestInterceptor(template -> template.header("Authorization", "ApiKey " + target.key()))
                            .target(RealtimeApi.class, target.url());
                    api.order(order("realtime"));
                    poll(() -> api.list().at("/entities/0/status").asText(), List.of("COMPLETED", "FAILED"));
                }),
                """
                quiet                     k - k - - k - k - -
                lost-answer               k B B - - - - k - -
                bad-gateway-after-booking k k k - - - - k - -
                unavailable-retry-after   k B B - B - - k - -
                rate-limited-seconds      k - k - B k - k - -
                rate-limited-date         k - k - B k - k - -
                slow-answer               k - k - - k - k - -
                truncated-answer          k k k - - - - k - -
                acknowledgment-needed     k k - - - - - k - -
                late-failure              k - k - - k - k - -
                odd-but-legal             k - k - - k - k - k
                """);

        assertThat(requests(judgment, Scenario.LOST_ANSWER)).isEqualTo(5);
        assertThat(requests(judgment, Scenario.UNAVAILABLE_RETRY_AFTER)).isEqualTo(5);
    }

    private static int requests(Judgment judgment, Scenario scenario) {
        return judgment.results().stream()
                .filter(result -> result.scenario() == scenario)
                .findFirst()
                .orElseThrow()
                .requests();
    }

    /** A use of a Feign client. */
    private interface FeignCalls {
        void run(CommandTarget target) throws InterruptedException;
    }

    private interface StatusRead {
        String status();
    }

    private static void poll(StatusRead read, List<String> ends) throws InterruptedException {
        for (int i = 0; i < 8 && !ends.contains(read.status()); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static Command feign(FeignCalls calls) {
        return target -> {
            try {
                calls.run(target);
                return new CommandEnd("done", true, List.of());
            } catch (FeignException e) {
                return new CommandEnd("failed: " + e, true, List.of());
            }
        };
    }

    /** Requires the verdicts of the rules, in their order: {@code k} for kept, {@code B} for broken, or {@code -}. */
    private static Judgment requireTable(String reseller, Command client, String expected) throws Exception {
        Judgment judgment = new Judge(OPTIONS)
                .run(client, List.of(StubProvider.named(reseller)), EnumSet.allOf(Scenario.class), result -> {});
        String table = judgment.results().stream()
                .map(result -> String.format("%-26s%s%n", result.scenario().id(), verdicts(result)))
                .collect(Collectors.joining());
        assertThat(table)
                .as(new JudgmentReport(judgment, RuleFixture.RUN).text())
                .isEqualToNormalizingNewlines(expected);
        return judgment;
    }

    private static String verdicts(ScenarioResult result) {
        return Stream.of(JudgeRule.values())
                .map(rule -> switch (result.finding(rule).verdict()) {
                    case KEPT -> "k";
                    case BROKEN -> "B";
                    case NOT_SEEN -> "-";
                })
                .collect(Collectors.joining(" "));
    }

    private String orderFile(String reseller) throws IOException {
        return Files.writeString(folder.resolve("order.json"), order(reseller).toString())
                .toString();
    }

    private static ObjectNode order(String reseller) {
        ObjectNode order = JSON.createObjectNode().put("csr", csr());
        return reseller.equals("regfish")
                ? order.put("sku", "RapidSSL")
                        .put("common_name", "www.example.com")
                        .put("dcv_method", "dns-cname-token")
                        .put("validity_days", 199)
                : order.put("customer", "example-handle")
                        .put("product", "ssl_example_dv")
                        .put("period", 6);
    }

    private static String csr() {
        return TestCsr.of("www.example.com").pem();
    }
}
