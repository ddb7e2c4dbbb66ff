package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Tests of {@code certbridge keep} with stubs. */
class KeepCommandTest extends StubbedCommandTest {

    private static final String REGFISH = "defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}\n";
    private static final String REALTIME =
            "defaults: {reseller: realtime, product: ssl_example_dv, spending: EUR:25.00}\n";

    @Test
    void a_rehearsal_delivers_into_its_own_folder_runs_no_program_and_is_not_repeated() {
        Path ran = folder.resolve("ran");
        Path file = write(REGFISH + """
                budgets: [{name: shop, limit: EUR:500.00, orders: 1, per: month}]
                dns: {program: [/nonexistent]}
                certificates:
                  - {id: www, names: [www.example.com], budget: shop, deploy: "touch %s"}
                  - {id: eu, names: [eu.example.com], reseller: realtime, product: ssl_example_dv, spending: EUR:25.00}
                """.formatted(ran));
        CliRun first = keep(file).requireDone();
        assertThat(first.out())
                .contains("nothing real is sold", "www: the new certificate is installed")
                .contains("2 certificates: 2 valid; 2 ordered");
        IssuedCertificate issued = deployed("stub/certificates", "www");
        assertThat(issued.names()).containsExactly("www.example.com");
        assertThat(folder.resolve("certificates")).doesNotExist();
        assertThat(folder.resolve("orders.db")).doesNotExist();
        assertThat(ran).doesNotExist();
        assertThat(keep(file).requireDone().out()).contains("2 certificates: 2 valid; 0 ordered");
        assertThat(deployed("stub/certificates", "www").serial()).isEqualTo(issued.serial());
    }

    @Test
    void no_bad_file_reaches_a_reseller() {
        ServedStub served = serve("regfish");
        for (KeepFileTest.BadFile bad : KeepFileTest.BadFile.all()) {
            CliRun run = at(served, write(bad.text())).requireFailed(2, bad.message());
            assertThat(run.err()).startsWith("certbridge: " + folder.resolve("keep.yaml") + ":" + bad.line() + ": ");
        }
        assertThat(served.stub().journal().received()).isZero();
        assertThat(folder).isDirectoryContaining("glob:**keep.yaml");
        assertThat(folder.resolve("stub")).doesNotExist();
    }

    @Test
    void what_only_the_adapter_or_the_file_system_can_refuse_names_the_line_too() throws IOException {
        ServedStub served = serve("regfish");
        Files.writeString(Files.createDirectories(folder.resolve("stub")).resolve("certificates"), "");
        at(served, write(REGFISH + certificates("a"))).requireFailed(2, "keep.yaml:1: the folder ");
        Files.delete(folder.resolve("stub/certificates"));
        Files.writeString(folder.resolve("stub/keys"), "");
        at(served, write(REGFISH + "keys: k\n" + certificates("a"))).requireFailed(2, "keep.yaml:2: the path ");
        Files.delete(folder.resolve("stub/keys"));
        at(served, write(REGFISH.replace("RapidSSL", "RapidSSL, validity: 12m") + certificates("a")))
                .requireFailed(2, "keep.yaml:3: the certificate \"a\" cannot be ordered: ", "days");
        at(served, write(REGFISH + "book: {jdbc-url-variable: BOOK}\n" + certificates("a")))
                .requireFailed(2, "keep.yaml:2: ");
        assertThat(served.stub().journal().received()).isZero();
    }

    @Test
    void a_real_service_needs_its_key_and_a_database_its_variable() {
        Path file = write(REGFISH + certificates("a"));
        CliRun.of("keep", file.toString(), "--live", "--once").requireFailed(2, "REGFISH_API_KEY");
        Path database = write(REGFISH + "book: {jdbc-url-variable: BOOK_URL}\n" + certificates("a"));
        Map<String, String> key = Map.of("REGFISH_API_KEY", "not-a-real-key");
        CliRun.in(key, "keep", database.toString(), "--live", "--once").requireFailed(2, "keep.yaml:2: ", "BOOK_URL");
        CliRun run = CliRun.in(
                        Map.of("REGFISH_API_KEY", "not-a-real-key", "BOOK_URL", "jdbc:nothing://user:secret@host/x"),
                        "keep " + database + " --live --once")
                .requireFailed(2, "no JDBC driver accepts the URL in BOOK_URL");
        assertThat(run.err()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep| FILE",
                "keep FILE --once --dry-run| exclude each other",
                "keep FILE --every 0h| at least 1h",
                "keep FILE --timeout 0| at least 1 second",
                "keep FILE --live --ote| exclude each other",
                "keep status| FILE",
                "keep missing.yaml| there is no file",
                "keep import| --reseller",
                "keep import --reseller regfish| PEM files",
                "keep import --reseller regfish --live --folder x| --folder needs PEM files with private keys",
                "keep import --reseller realtime| --spend-up-to",
                "keep import --reseller regfish --spend-up-to EUR:1.00| omit --spend-up-to"
            })
    void a_wrong_usage_is_reported_in_one_line(String line, String message) {
        Path file = write(REGFISH + certificates("a"));
        CliRun.of(line.replace("FILE", file.toString()).split(" ")).requireFailed(2, message);
        assertThat(folder.resolve("stub")).doesNotExist();
        assertThat(CliRun.of("keep", file.toString(), "--live", "--json")
                        .requireExit(2)
                        .err())
                .contains("--once");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www.example.com| RapidSSL| true| 0| valid",
                "www.example.com| RapidSSL| false| 1| delivery-failed",
                "www.example.com| RapidSLL| true| 1| failed",
                "409.createcertificate.fail.example| RapidSSL| true| 1| failed",
                "502.createcertificate.fail.example| RapidSSL| true| 4| outcome-unknown",
                "shop.example.net| SecureSite| true| 6| action-required"
            })
    void the_exit_code_follows_from_the_most_serious_state(
            String name, String product, String deploy, int exit, String state) {
        ServedStub served = serve("regfish");
        Path file = write(REGFISH + """
                certificates:
                  - {id: good, names: [good.example.com]}
                  - {id: a, names: [%s], product: %s, deploy: [/bin/%s]}
                """.formatted(name, product, deploy));
        CliRun run = at(served, file, "--json").requireExit(exit);
        JsonNode document = run.json();
        JsonNode worst = document.get("certificates").get(0);
        assertThat(document.get("exit").intValue()).isEqualTo(exit);
        if (exit != 0) {
            assertThat(worst.get("id").textValue()).isEqualTo("a");
        }
        assertThat(worst.get("state").textValue()).isEqualTo(state);
        assertThat(deployed("stub/certificates", "good").names()).containsExactly("good.example.com");
        assertThat(status(file, served)
                        .requireExit(state.equals("failed") ? 0 : exit)
                        .out())
                .contains("2 certificates: ");
    }

    @Test
    void an_order_that_is_not_issued_in_time_is_delivered_by_a_later_run() {
        ServedStub served = serveSlow("regfish");
        Path file = write(REGFISH + certificates("a"));
        CliRun run = at(served, file, "--timeout", "1").requireExit(ExitCode.DEADLINE.code());
        assertThat(run.out()).contains("waiting", "1 ordered");
        assertThat(run.err()).as("records that a person publishes").contains("publish ", ".a.example.com");
        assertThat(at(served, file, "--timeout", "100").requireDone().out())
                .contains("a: ", "the new certificate is installed", "1 valid; 0 ordered");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_failure_is_not_hidden_by_an_order_that_waits() {
        ServedStub served = serveSlow("regfish");
        Path file = write(REGFISH + """
                certificates:
                  - {id: a, names: [a.example.com]}
                  - {id: b, names: [409.createcertificate.fail.example]}
                """);
        CliRun run = at(served, file, "--timeout", "1").requireExit(ExitCode.FAILED.code());
        assertThat(run.out()).contains("1 waiting, 1 failed");
    }

    @Test
    void a_folder_in_the_place_of_a_link_stops_no_other_certificate() throws IOException {
        ServedStub served = serve("regfish");
        Files.createDirectories(folder.resolve("stub/certificates/live/a"));
        CliRun run = at(served, write(REGFISH + certificates("a", "b"))).requireExit(ExitCode.FAILED.code());
        assertThat(run.out()).contains("is not a symbolic link", "1 valid");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_deploy_command_that_failed_runs_again_without_an_order() throws IOException {
        ServedStub served = serve("regfish");
        Path gate = folder.resolve("gate");
        Path file = write(REGFISH + """
                certificates:
                  - {id: a, names: [a.example.com], deploy: "test -e %1$s && echo done >>%1$s"}
                """.formatted(gate));
        CliRun failed = at(served, file).requireExit(ExitCode.FAILED.code());
        assertThat(failed.out()).contains("delivery-failed", "The next run tries again");
        assertThat(status(file, served).requireExit(ExitCode.FAILED.code()).out())
                .contains("The next run runs the command");
        Files.createFile(gate);
        at(served, file).requireDone();
        at(served, file).requireDone();
        assertThat(gate).hasContent("done");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_budget_bounds_the_orders_of_its_period() {
        ServedStub served = serve("realtime");
        Path file = write(REALTIME + "budgets: [{name: shop, limit: EUR:30.00, orders: 2, per: month}]\n"
                + certificates("a", "b").replace("]}", "], budget: shop}"));
        CliRun run = at(served, file).requireExit(1);
        assertThat(run.out()).contains("budget \"shop/20").contains("1 ordered");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void the_plan_of_a_dry_run_equals_what_the_run_does_and_changes_nothing(long seed) throws IOException {
        Random random = new Random(seed);
        ServedStub served = serve(random.nextBoolean() ? "regfish" : "realtime");
        String defaults = served.stub().name().equals("regfish") ? REGFISH : REALTIME;
        List<String> ids = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            int more = random.nextInt(1, 4);
            for (int n = 0; n < more; n++) {
                ids.add("c" + ids.size());
            }
            Path file = write(defaults + certificates(ids.toArray(String[]::new)));
            int orders = served.stub().ledger().orders();
            JsonNode plan = at(served, file, "--dry-run", "--json").json();
            assertThat(served.stub().ledger().orders()).isEqualTo(orders);
            List<String> due = intents(plan);
            JsonNode done = at(served, file, "--json").requireDone().json();
            List<String> ordered = new ArrayList<>();
            done.get("ordered").forEach(each -> ordered.add(each.textValue()));
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(due).hasSize(more);
            assertThat(served.stub().ledger().orders() - orders).isEqualTo(more);
            assertThat(plan.get("unquoted").intValue()
                            + plan.get("mostExpensive").size())
                    .isEqualTo(served.stub().name().equals("regfish") ? more : 1);
            if (random.nextBoolean()) {
                // A lost folder of certificates is delivered again from the recorded orders.
                Files.delete(folder.resolve("stub/certificates/live/" + ids.get(0)));
            }
        }
    }

    private static List<String> intents(JsonNode plan) {
        List<String> due = new ArrayList<>();
        plan.get("certificates").forEach(each -> {
            if (each.get("state").textValue().equals("due")) {
                due.add(each.get("intent").textValue());
            }
        });
        return due;
    }

    @Test
    void a_dry_run_and_a_status_create_no_files() {
        ServedStub served = serve("regfish");
        Path file = write(REGFISH + certificates("a"));
        assertThat(at(served, file, "--dry-run").requireDone().out())
                .contains("a: no certificate is deployed [any price]", "a run orders 1, for at most 1 without a price");
        status(file, served).requireDone();
        assertThat(folder.resolve("stub")).doesNotExist();
        assertThat(served.stub().ledger().orders()).isZero();
    }

    @Test
    void the_command_runs_again_after_a_period_and_survives_a_bad_file() {
        ServedStub served = serve("regfish");
        Path file = write(REGFISH + certificates("a"));
        List<Duration> pauses = new ArrayList<>();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ConnectOptions options = ConnectOptions.builder()
                .time(Clock.systemUTC(), pause -> {
                    if (pause.compareTo(Duration.ofHours(1)) < 0) {
                        return;
                    }
                    pauses.add(pause);
                    write(pauses.size() == 1 ? "certificates: []" : REGFISH + certificates("a", "b"));
                    if (pauses.size() == 3) {
                        throw new InterruptedException();
                    }
                })
                .build();
        int exit = Main.run(
                new CliContext(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), options),
                ("keep " + file + " --stub-url " + served.stub().uri() + " --every 12h").split(" "));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(exit).isZero();
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofHours(12));
        assertThat(err.toString()).contains("keep.yaml:1: certificates is an empty list");
        assertThat(out.toString()).contains("1 certificate: 1 valid; 1 ordered", "2 certificates: 2 valid; 1 ordered");
    }

    @Test
    void a_terminal_shows_the_progress_in_one_line() {
        Path file = write(REGFISH + certificates("a", "b"));
        String out =
                CliRun.onTerminal(80, "keep", file.toString()).requireDone().out();
        assertThat(out).contains("\r  0 of 2 valid", "\r  2 of 2 valid");
        assertThat(keep(file).out()).doesNotContain("\r");
    }

    @Test
    void notifications_are_used_with_the_option_only() {
        assertThat(usesNotifications("keep", "certificates.yaml")).isFalse();
        assertThat(usesNotifications("keep", "certificates.yaml", "--notifications"))
                .isTrue();
    }

    private static boolean usesNotifications(String... arguments) {
        CommandLine.ParseResult parsed = CliRun.commandLine().parseArgs(arguments);
        KeepCommand command = (KeepCommand) parsed.subcommand().commandSpec().userObject();
        return command.context().options().notifications();
    }

    private CliRun keep(Path file) {
        return CliRun.of("keep", file.toString());
    }

    private CliRun at(ServedStub served, Path file, String... arguments) {
        String once = Arrays.asList(arguments).contains("--dry-run") ? "" : " --once";
        return served.run("keep " + file + once, arguments);
    }

    private static CliRun status(Path file, ServedStub served) {
        return CliRun.of("keep status " + file + " --stub-url " + served.stub().uri());
    }

    private IssuedCertificate deployed(String at, String id) {
        try (InputStream in = Files.newInputStream(
                folder.resolve(at).resolve("live").resolve(id).resolve("fullchain.pem"))) {
            return IssuedCertificate.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String certificates(String... ids) {
        return Stream.of(ids)
                .map("  - {id: %1$s, names: [%1$s.example.com]}\n"::formatted)
                .reduce("certificates:\n", String::concat);
    }

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("keep.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
