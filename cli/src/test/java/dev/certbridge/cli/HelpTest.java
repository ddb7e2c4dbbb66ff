package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the help matches the code. */
class HelpTest {

    @Test
    void a_run_creates_only_the_command_that_it_names() {
        assertThat(CliRun.commandLine("order", "products").getSubcommands()).containsOnlyKeys("order");
        assertThat(CliRun.commandLine("--version").getSubcommands()).isEmpty();
        assertThat(CliRun.commandLine("--help").getSubcommands())
                .containsKeys("order", "products", "stub")
                .hasSameSizeAs(CliRun.commandLine("odrer").getSubcommands());
    }

    @Test
    void the_help_lists_the_defaults_of_every_reseller() {
        CliRun help = CliRun.of("order", "--help");
        assertThat(help.exit()).isZero();
        for (ResellerProvider provider : ResellerProvider.all()) {
            assertThat(help.out())
                    .containsSubsequence(
                            provider.name() + " ",
                            "for " + ProductOptions.longest(provider, Clock.systemUTC()),
                            provider.defaultProduct(List.of("www.example.com")),
                            provider.defaultProduct(List.of("www.example.com", "shop.example.com")),
                            provider.defaultProduct(List.of("*.example.com")));
        }
        assertThat(help.out()).contains("Default: out", "Default: 120");
    }

    @Test
    void the_help_lists_every_exit_code() {
        String help = CliRun.of("order", "--help").out();
        assertThat(ExitCode.values()).hasSize(8);
        for (ExitCode exit : ExitCode.values()) {
            assertThat(help).contains("  " + exit.code() + "  " + exit.meaning());
        }
        assertThat(help).contains("With several resellers: exit code 4 if one code is 4, otherwise the highest.");
    }

    @Test
    void the_help_without_a_command_has_an_example_and_the_exit_codes() {
        String help = CliRun.of("--help").out();
        assertThat(help).contains("Example:\n  certbridge order www.example.com\n", "Exit codes:\n  0  done\n");
        assertThat(help).containsOnlyOnce("Exit codes:").contains("7  " + ExitCode.WARNED.meaning());
    }

    @Test
    void the_help_lists_all_commands_and_states_that_nothing_real_is_sold() {
        assertThat(CliRun.of("order", "--help").out()).contains("nothing real");
        assertThat(CliRun.of("--help").out())
                .containsSubsequence(Stream.of(
                                "products quote order complete status await download certificates cancel renew reissue revoke orders audit unresolved reconcile abandon resume budget book keep completion stub judge spec"
                                        .split(" "))
                        .map(command -> "  " + command + " ")
                        .toList());
        assertThat(CliRun.of("--version").out()).startsWith("certbridge ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_shows_one_example_of_itself_and_takes_no_key(String command) {
        CliRun help = CliRun.of((command + " --help").split(" "));
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("Example:\n  certbridge " + command + " ", "Exit codes:");
        // What it tells programs are the files of its report.
        assertThat(help.out())
                .contains(
                        switch (command) {
                            case "judge" -> "judge.json";
                            case "completion" -> "source <(";
                            default -> "--json";
                        });
        assertThat(help.out()).as("process lists show arguments").doesNotContain("--api-key");
    }

    @Test
    void the_help_names_the_variables_that_hold_the_keys() {
        String help = CliRun.of("orders", "--help").out();
        for (ResellerProvider provider : ResellerProvider.all()) {
            assertThat(provider.environments())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(help).contains(each.keyVariable(), each.accountVariable()));
        }
    }

    static List<String> commands() {
        return CliRun.of("--help")
                .out()
                .lines()
                .filter(line -> line.matches("  [a-z]+  .*"))
                .map(line -> line.strip().split(" ")[0])
                .filter(command -> !command.equals("spec"))
                .map(command -> command.equals("book") ? "book backup" : command)
                .toList();
    }
}
