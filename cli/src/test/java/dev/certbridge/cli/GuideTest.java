package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the guides are short, that their Java compiles and runs at stubs, and that their commands do. */
class GuideTest {

    private static final Path ROOT = Path.of("..");
    private static final int LONGEST = 100;
    private static final String PIPELINES = "docs/conformance-in-ci.md";

    /** The pages of this test. In the Java of a page, {@code stub} is the stub of the given reseller. */
    private static final Map<String, String> PAGES = new TreeMap<>(Map.of(
            "docs/getting-started.md", "none",
            "docs/money-and-failures.md", "realtime",
            "docs/waiting-and-resuming.md", "regfish",
            "docs/organization-validated.md", "regfish",
            "docs/renewing.md", "realtime",
            "docs/security.md", "regfish",
            "CONTRIBUTING.md", "none"));

    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- not run: (?<reason>[^>]+) -->\n)?```(?<language>\\w+)\n(?<code>.*?)```", Pattern.DOTALL);

    /** The set-up of getting-started.md, for the Java of the pages that continue it. */
    private static final String CONNECTED = """
            import dev.certbridge.orderbook.OrderBooks;
            import dev.certbridge.realtime.Realtime;
            import dev.certbridge.regfish.Regfish;
            import dev.certbridge.reseller.*;
            import dev.certbridge.reseller.book.*;
            import dev.certbridge.reseller.csr.*;
            import dev.certbridge.reseller.failure.*;
            import dev.certbridge.reseller.order.*;
            import dev.certbridge.stub.WireFault;
            import java.nio.file.*;
            import java.nio.file.attribute.PosixFilePermissions;
            import java.time.*;
            import java.util.*;
            OrderBook book = OrderBooks.sqlite(folder.resolve("orders.db"), Files.createDirectories(folder.resolve("recovery")));
            Polling fast = new Polling(Duration.ofMillis(20), Duration.ofMillis(20));
            CertificateReseller regfish = Regfish.connect(
                    regfishStub.apiKey(), book, ConnectOptions.builder().uri(regfishStub.uri()).polling(fast).build());
            CertificateReseller realtime = Realtime.connect(
                    realtimeStub.apiKey(), realtimeStub.CUSTOMER, book,
                    ConnectOptions.builder().uri(realtimeStub.uri()).polling(fast).build());
            KeyVault vault = KeyVault.in(folder.resolve("keys"));
            DnsPublisher dns = DnsPublisher.none();
            var stub = %sStub;
            String apiKey = stub.apiKey();
            """;

    private static final String CLOSED = "\nregfish.close();\nrealtime.close();\nbook.close();";

    /** The certificate that renewing.md renews. */
    private static final String ISSUED = """
            KeyAndCsr used = vault.getOrCreate("used", () -> KeyAndCsr.ecP256("www.example.com"));
            realtime.orders().await(
                    realtime.order(
                            Intent.of("used"),
                            OrderRequest.builder("ssl_example_dv").csr(used.csr()).validity(Validity.months(6)).build(),
                            Spending.unquoted()).id(),
                    Duration.ofMinutes(1), dns);
            """;

    @TempDir
    Path folder;

    static Stream<String> pages() {
        return PAGES.keySet().stream();
    }

    static Stream<String> pagesWithStub() {
        return pages().filter(page -> !PAGES.get(page).equals("none"));
    }

    static Stream<String> pagesWithCommands() throws IOException {
        List<String> with = new ArrayList<>();
        for (String page : PAGES.keySet()) {
            if (!blocks(page, "sh").isEmpty()) {
                with.add(page);
            }
        }
        return with.stream();
    }

    @Test
    void the_first_program_runs_twice_and_orders_once_each_time() throws Exception {
        String program = String.join("", blocks("docs/getting-started.md", "java"));
        try (URLClassLoader loader = compiled("FirstOrder", program)) {
            Method main = loader.loadClass("FirstOrder").getMethod("main", String[].class);
            for (int run = 1; run <= 2; run++) {
                assertThat(printed(() -> main.invoke(null, (Object) new String[0])))
                        .contains("the same order: true", "orders: 1,");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pagesWithStub")
    void the_java_of_a_page_compiles_and_runs(String page) throws Exception {
        List<String> blocks = blocks(page, "java");
        String preamble = CONNECTED.formatted(PAGES.get(page)) + (page.contains("renewing") ? ISSUED : "");
        assertThat(blocks).isNotEmpty();
        try (RegfishStub regfish = RegfishStub.start(StubOptions.defaults());
                RealtimeStub realtime = RealtimeStub.start()) {
            run(preamble + String.join("", blocks) + CLOSED, regfish, realtime);
            assertThat(regfish.contractViolations()).isEmpty();
            assertThat(realtime.contractViolations()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void the_commands_of_a_page_run(String page) throws IOException {
        StubOptions slow = StubOptions.defaults().readsUntilIssued(12);
        try (ServedStub regfish = ServedStub.of("regfish", folder, slow);
                ServedStub realtime = ServedStub.of("realtime", folder, slow)) {
            if (page.contains("renewing")) {
                realtime.booked("order", ServedStub.NAME, "--out", realtime.out())
                        .requireDone();
            }
            GuideCommands commands = new GuideCommands(folder, Map.of("regfish", regfish, "realtime", realtime));
            for (String block : blocks(page, "sh")) {
                block.replace("\\\n", " ").lines().forEach(commands::run);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_at_most_two_screens_and_names_artifacts_that_the_bom_has(String page) throws IOException {
        String text = text(page);
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(LONGEST).allMatch(line -> line.length() <= 160);
        requireArtifacts(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", PIPELINES})
    void other_pages_name_artifacts_that_the_bom_has(String page) throws IOException {
        requireArtifacts(text(page));
    }

    @Test
    void only_these_blocks_are_not_run() throws IOException {
        List<String> skipped = new ArrayList<>();
        for (String page : Stream.concat(pages(), Stream.of(PIPELINES)).toList()) {
            BLOCK.matcher(text(page))
                    .results()
                    .filter(block -> block.group(1) != null)
                    .forEach(block -> skipped.add(page + ", " + block.group(2) + ": " + block.group(1)));
        }
        assertThat(skipped)
                .containsExactly(
                        "CONTRIBUTING.md, sh: these commands build this repository",
                        PIPELINES
                                + ", java: part of examples/kit, which the build runs; PipelineGuideTest compares the two",
                        PIPELINES + ", yaml: needs a CI server; PipelineGuideTest parses the YAML",
                        PIPELINES + ", yaml: needs a CI server; PipelineGuideTest parses the YAML",
                        PIPELINES + ", groovy: needs a CI server; PipelineGuideTest parses the command");
        assertThat(text(PIPELINES).lines().filter(line -> line.matches("```(sh|java|yaml|groovy)")))
                .hasSize(skipped.size() - 1);
    }

    @Test
    void every_link_of_a_page_leads_to_a_file() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
        for (String page : PAGES.keySet()) {
            Path base = ROOT.resolve(page).getParent();
            assertThat(link.matcher(text(page)).results().map(found -> base.resolve(found.group(1))))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(Files::exists);
        }
    }

    private static void requireArtifacts(String text) throws IOException {
        String bom = text("bom/pom.xml");
        String version = bom.replaceAll("(?s).*?<artifactId>certbridge-bom</artifactId>\\s*<version>(.*?)<.*", "$1");
        String dependencies = text.replaceAll("<plugin>.*</plugin>|<groupId>shop</groupId>.*", "");
        assertThat(results("<version>(.*?)</version>", dependencies)).allMatch(version::equals);
        assertThat(results("(<artifactId>.*?</artifactId>)", dependencies)).allMatch(bom::contains);
        String built = text("examples/plain/pom.xml").replaceAll("\\s", "");
        assertThat(results("(<plugin>.*</plugin>)", text)).allMatch(built::contains);
    }

    static Stream<String> results(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
    }

    private void run(String code, RegfishStub regfish, RealtimeStub realtime) throws Exception {
        Map<Boolean, List<String>> lines =
                code.lines().collect(Collectors.partitioningBy(line -> line.startsWith("import ")));
        String source = lines.get(true).stream().distinct().collect(Collectors.joining("\n"))
                + "\npublic class Guide {\n"
                + "public static void run(java.nio.file.Path folder, dev.certbridge.stub.regfish.RegfishStub regfishStub,"
                + " dev.certbridge.stub.realtime.RealtimeStub realtimeStub) throws Exception {\n"
                + String.join("\n", lines.get(false)) + "\n}\n}\n";
        try (URLClassLoader loader = compiled("Guide", source)) {
            loader.loadClass("Guide")
                    .getMethod("run", Path.class, RegfishStub.class, RealtimeStub.class)
                    .invoke(null, folder, regfish, realtime);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the Java of the page failed: " + e.getCause(), e.getCause());
        }
    }

    /** Compiles a class, and returns a loader of it with assertions enabled. */
    private URLClassLoader compiled(String type, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(type + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        loader.setDefaultAssertionStatus(true);
        return loader;
    }

    /** Returns what a program prints to the standard output. */
    private static String printed(Callable<?> program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            program.call();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }

    /** Returns the blocks of a language that are run. */
    private static List<String> blocks(String page, String language) throws IOException {
        Matcher block = BLOCK.matcher(text(page));
        List<String> found = new ArrayList<>();
        while (block.find()) {
            assertThat(block.group("language")).isIn("java", "sh", "xml");
            if (block.group("language").equals(language) && block.group("reason") == null) {
                found.add(block.group("code"));
            }
        }
        return found;
    }

    private static String text(String page) throws IOException {
        return Files.readString(ROOT.resolve(page));
    }
}
