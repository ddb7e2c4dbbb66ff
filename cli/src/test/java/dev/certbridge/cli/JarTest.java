package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the two jars: live commands run on the first alone. Runs after the phase {@code package}. */
class JarTest {

    private static final Path LIVE = Path.of("target", "certbridge.jar").toAbsolutePath();
    private static final Path STUBS = LIVE.resolveSibling("certbridge-stub.jar");
    private static final long MEGABYTE = 1_000_000;

    private static final List<String> NEVER_LIVE = List.of(
            "dev/certbridge/conformance/",
            "dev/certbridge/stub/",
            "dev/certbridge/judge/",
            "dev/certbridge/contract/",
            "org/junit/",
            "org/assertj/",
            "org/mozilla/",
            "org/eclipse/jetty/",
            "com/github/tomakehurst/",
            "wiremock/",
            "io/swagger/",
            "assets/swagger-ui/");

    @TempDir
    private Path folder;

    @Test
    void the_jar_for_live_commands_is_small_and_has_no_class_of_the_stubs_or_the_kit() throws IOException {
        assertThat(Files.size(LIVE)).isLessThanOrEqualTo(26 * MEGABYTE);
        assertThat(entries(LIVE)).noneMatch(name -> NEVER_LIVE.stream().anyMatch(name::startsWith));
    }

    @Test
    void no_class_is_in_both_jars() throws IOException {
        Set<String> both = entries(LIVE);
        both.retainAll(entries(STUBS));
        assertThat(both).noneMatch(name -> name.endsWith(".class"));
    }

    @Test
    void each_jar_has_the_licence_the_notices_and_the_list_of_the_libraries() throws IOException {
        Path root = Path.of("..");
        for (Path jar : List.of(LIVE, STUBS)) {
            assertThat(text(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(root.resolve("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).contains(Files.readString(root.resolve("NOTICE")));
            assertThat(text(jar, "META-INF/THIRD-PARTY"))
                    .contains("org.slf4j:slf4j-api:", "org.bouncycastle:bcprov", "org.mozilla:rhino", "org.junit");
        }
    }

    @Test
    void each_jar_of_each_artifact_has_the_licence_and_the_notices() throws IOException {
        for (String module : LicenceAudit.modules()) {
            // A build can leave out the jars of the sources and of the Javadoc.
            String name = "certbridge-" + module + "-[0-9.]+(-sources|-javadoc)?\\.jar";
            try (Stream<Path> files = Files.list(Path.of("..", module, "target"))) {
                assertThat(files.filter(file -> file.getFileName().toString().matches(name)))
                        .as(name)
                        .isNotEmpty()
                        .allSatisfy(jar -> assertThat(entries(jar)).contains("META-INF/LICENSE", "META-INF/NOTICE"));
            }
        }
    }

    @Test
    void only_the_commands_for_stubs_and_contracts_refer_to_classes_of_the_second_jar() throws IOException {
        Set<String> found = new TreeSet<>();
        try (JarFile jar = new JarFile(LIVE.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                String code = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
                if (entry.getName().startsWith("dev/certbridge/cli/")
                        && List.of(
                                        "dev/certbridge/conformance/",
                                        "dev/certbridge/stub/",
                                        "dev/certbridge/judge/",
                                        "dev/certbridge/contract/")
                                .stream()
                                .anyMatch(code::contains)) {
                    found.add(entry.getName().replaceAll("dev/certbridge/cli/|\\$.*|\\.class", ""));
                }
            }
        }
        assertThat(found)
                .containsExactly(
                        "ConformanceCommand",
                        "ConformanceProgress",
                        "EmbeddedStub",
                        "JudgeCommand",
                        "ProgramClassPath",
                        "SpecCommand",
                        "StubCommand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void a_live_order_loads_no_class_of_the_stubs_or_the_kit_though_the_second_jar_is_there(String reseller)
            throws Exception {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            String limit = reseller.equals("regfish") ? "--unquoted" : "--spend-up-to=EUR:1.00";
            CliRun run = run(
                    LIVE,
                    proxy,
                    List.of("-Xlog:class+load:file=" + folder.resolve("classes.log")),
                    "order www.example.com --live --intent a --product p --reseller " + reseller + " " + limit);
            assertThat(run.err()).contains("nothing was sent");
            assertThat(proxy.asked()).as("the service was called").isNotEmpty();
        }
        Set<String> loaded = Files.readAllLines(folder.resolve("classes.log")).stream()
                .map(line -> line.replaceAll("^\\[.*?] *(\\[.*?] *)*", "")
                        .split(" ")[0]
                        .replace('.', '/'))
                .collect(Collectors.toSet());
        assertThat(loaded).contains("dev/certbridge/cli/OrderCommand");
        assertThat(loaded).noneMatch(name -> NEVER_LIVE.stream().anyMatch(name::startsWith));
    }

    @Test
    void without_the_second_jar_live_commands_work_and_the_others_name_it_in_one_line() throws Exception {
        Path alone = Files.copy(LIVE, folder.resolve("certbridge.jar"));
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            CliRun products = run(alone, proxy, List.of(), "products --live --reseller regfish");
            assertThat(products.exit()).as(products.err()).isEqualTo(1);
            assertThat(proxy.asked()).isNotEmpty();
            Path file = Files.writeString(folder.resolve("keep.yaml"), """
                    defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                    dns: {update: {server: 127.0.0.1, tsig-key-file: tsig}}
                    certificates: [{id: a, names: [a.example.com]}]
                    """);
            Files.writeString(folder.resolve("tsig"), "key k { algorithm hmac-sha256; secret c2VjcmV0; };");
            CliRun kept = run(alone, proxy, List.of(), "keep " + file + " --live --once");
            assertThat(kept.exit()).as(kept.err()).isEqualTo(1);
            assertThat(kept.out()).contains("due", "1 certificate: 1 due; 0 ordered");
            for (String command :
                    List.of("stub", "judge true", "conformance --reseller regfish", "spec diff a b", "products")) {
                CliRun run = run(alone, proxy, List.of(), command).requireFailed(2);
                assertThat(run.err()).contains("needs certbridge-stub.jar. Put it beside certbridge.jar");
            }
            assertThat(run(alone, proxy, List.of(), "--help").requireDone().out())
                    .contains("stub", "Needs certbridge-stub.jar");
        }
    }

    @Test
    void with_both_jars_every_other_command_runs_from_the_first() throws Exception {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            CliRun order = run(LIVE, proxy, List.of(), "order www.example.com").requireDone();
            assertThat(order.out()).contains("by the stub's ledger");
            run(LIVE, proxy, List.of(), "spec diff regfish regfish").requireDone();
        }
    }

    private CliRun run(Path jar, UnreachableServer proxy, List<String> options, String arguments) throws Exception {
        return ChildRun.in(folder)
                .options(options.toArray(String[]::new))
                .with("HOME", folder.toString())
                .with("HTTPS_PROXY", proxy.address())
                .with("REGFISH_API_KEY", "not-a-real-key")
                .with("REALTIME_API_KEY", "not-a-real-key")
                .with("REALTIME_CUSTOMER", "example-handle")
                .runJar(jar, arguments.split(" "));
    }

    private static String text(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getJarEntry(entry)).as("%s in %s", entry, jar).isNotNull();
            return new String(file.getInputStream(file.getJarEntry(entry)).readAllBytes(), UTF_8);
        }
    }

    private static Set<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
