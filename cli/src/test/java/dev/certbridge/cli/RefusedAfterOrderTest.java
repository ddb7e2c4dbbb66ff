package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.ArgSpec;

/** Tests that no mistake exits with 2, which promises that nothing was ordered, once an intent was accepted. */
class RefusedAfterOrderTest extends StubbedCommandTest {

    @EveryReseller
    void a_mistake_never_exits_with_2_once_an_intent_was_accepted(String reseller) throws Exception {
        ServedStub served = serveSlow(reseller);
        served.pending("shop/1");
        for (String[] mistake : mistakes(served)) {
            CliRun run = CliRun.of(mistake);
            assertThat(run.exit()).as("%s: %s", List.of(mistake), run.err()).isIn(1, 3, 4);
        }
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @EveryReseller
    void a_mistake_leaves_an_unknown_outcome_unknown(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.lose();
        for (String[] mistake : mistakes(served)) {
            CliRun run = CliRun.of(mistake);
            assertThat(run.exit()).as("%s: %s", List.of(mistake), run.err()).isIn(1, 3, 4);
        }
        String book = served.book().toString();
        for (List<String> mistake : List.of(
                List.of("abandon", "1", "--book", book),
                List.of("abandon", "1", "--reason", " ", "--book", book),
                List.of("reconcile", "1", "--book", book, "--nonsense"),
                List.of("reconcile", "--book", book, "--reseller", reseller))) {
            CliRun run = CliRun.of(mistake.toArray(String[]::new));
            assertThat(run.exit()).as("%s: %s", mistake, run.err()).isEqualTo(4);
        }
    }

    @EveryReseller
    void the_same_mistakes_exit_with_2_for_a_new_intent(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        served.buy("shop/2").requireDone();
        for (String[] mistake : mistakes(served)) {
            CliRun run = CliRun.of(mistake);
            boolean undecoded = List.of(mistake).contains("\uFFFD");
            assertThat(run.exit()).as("%s: %s", List.of(mistake), run.err()).isEqualTo(undecoded ? 1 : 2);
        }
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_intent_that_a_usual_book_accepted_is_found_there() throws Exception {
        ServedStub served = serve("regfish");
        served.buy("shop/1").requireDone();
        Files.createDirectories(folder.resolve(".certbridge"));
        Files.copy(served.book(), folder.resolve(".certbridge/regfish-live.db"));
        Map<String, String> home = Map.of("HOME", folder.toString());
        CliRun.in(home, "order www.example.com --live --reseller regfish --intent shop/1 --nonsense")
                .requireExit(1);
        CliRun keyless = CliRun.in(
                home, "order www.example.com --live --reseller regfish --intent shop/1 --unquoted --product RapidSSL");
        assertThat(keyless.err()).contains("REGFISH_API_KEY");
        assertThat(keyless.exit()).isEqualTo(1);
        CliRun nobodys = CliRun.in(home, "order", "www.example.com", "--live", "--intent", "shop/1");
        assertThat(nobodys.err()).contains("--reseller");
        assertThat(nobodys.exit()).isEqualTo(1);
        CliRun.in(home, "order www.example.com --live --reseller regfish --intent shop/2 --nonsense")
                .requireExit(2);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, USAGE, FAILED",
        "USAGE, FAILED, FAILED",
        "USAGE, REJECTED, REJECTED",
        "USAGE, USAGE, USAGE",
        "USAGE, DEADLINE, DEADLINE",
        "ACTION_REQUIRED, OUTCOME_UNKNOWN, OUTCOME_UNKNOWN",
        "OUTCOME_UNKNOWN, DONE, OUTCOME_UNKNOWN",
        "WARNED, FAILED, FAILED",
        "WARNED, DONE, WARNED",
        "DEADLINE, REJECTED, DEADLINE"
    })
    void the_worst_exit_code_of_two_resellers_wins(ExitCode one, ExitCode other, ExitCode worst) {
        assertThat(ExitCode.worst(List.of(one, other))).isEqualTo(worst);
        assertThat(ExitCode.worst(List.of(other, one))).isEqualTo(worst);
    }

    @ParameterizedTest
    @CsvSource({"4, FAILED, 4", "0, USAGE, 1"})
    void a_failure_to_close_adds_to_the_document_and_never_exits_with_2(int before, ExitCode close, int end) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Main main = new Main(new CliContext(nowhere, nowhere, Map.of(), ConnectOptions.defaults()));
        main.setDocument(JsonOutput.object().put("id", "known").put("exit", before));
        assertThat(main.fail(new IllegalStateException("cannot close"), close)).isEqualTo(end);
        assertThat(main.document().orElseThrow())
                .hasToString("{\"id\":\"known\",\"exit\":" + end + ",\"error\":\"cannot close\",\"failure\":null}");
    }

    @Test
    void every_command_with_an_intent_an_order_or_an_attempt_decides_about_exit_code_2() {
        List<String> asked = new ArrayList<>();
        CliRun.commandLine().getSubcommands().forEach((name, command) -> {
            boolean about = command.getCommandSpec().args().stream().anyMatch(RefusedAfterOrderTest::namesOrder);
            assertThat(command.getCommand() instanceof NamedOrder).as(name).isEqualTo(about);
            if (about) {
                asked.add(name);
            }
        });
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "order",
                        "renew",
                        "reissue",
                        "complete",
                        "cancel",
                        "status",
                        "await",
                        "download",
                        "reconcile",
                        "abandon");
    }

    private static boolean namesOrder(ArgSpec argument) {
        return argument.type() == Intent.class
                || argument.type() == OrderId.class
                || argument.paramLabel().equals("ATTEMPT")
                || argument.paramLabel().equals("ID")
                        && argument.isPositional()
                        && argument.type() != CertificateId.class;
    }

    /** Command lines for the intent shop/1 of which each has one thing wrong. */
    private List<String[]> mistakes(ServedStub served) throws Exception {
        Path full = Files.createDirectories(
                folder.resolve("full").resolve(served.stub().name()).resolve(ServedStub.NAME));
        Files.writeString(full.resolve("cert.pem"), "precious");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        String source = "certbridge-certificate:" + served.target() + ":4711";
        List<String[]> all = new ArrayList<>();
        for (String wrong : List.of(
                "--nonsense",
                "--timeout|0",
                "--timeout|soon",
                "--validity|0d",
                "--csr|no-such-file",
                "--csr|" + file,
                "--spend-up-to|25",
                "--product| ",
                "--out|" + file,
                "--out|" + folder.resolve("full"),
                "--live",
                "--stub-key",
                "WWW.example.com",
                "@x",
                "\uFFFD")) {
            all.add(line(served, "order", ServedStub.NAME, wrong));
        }
        all.add(line(served, "order", "not_a_name", "--unquoted"));
        all.add(line(served, "renew", source, "--nonsense"));
        all.add(line(served, "renew", source, "--csr|" + folder.resolve("missing")));
        all.add(line(served, "reissue", source, "--unquoted"));
        all.add(line(served, "renew", "no-id", "--unquoted"));
        List<String> before = new ArrayList<>(List.of("--nonsense"));
        before.addAll(Arrays.asList(line(served, "order", ServedStub.NAME, "--unquoted")));
        all.add(before.toArray(String[]::new));
        return all;
    }

    private String[] line(ServedStub served, String command, String first, String wrong) {
        List<String> line = new ArrayList<>(
                List.of(command, first, "--stub-url", served.stub().uri().toString()));
        line.addAll(List.of("--intent", "shop/1", "--book", served.book().toString()));
        if (command.equals("order")) {
            line.addAll(List.of("--reseller", served.stub().name()));
        }
        if (!wrong.startsWith("--out")) {
            line.addAll(List.of("--out", folder.resolve("elsewhere").toString()));
        }
        // A product that nobody sells, so that a line which passes every check orders nothing either.
        line.addAll(Arrays.asList(wrong.split("\\|")));
        return line.toArray(String[]::new);
    }
}
