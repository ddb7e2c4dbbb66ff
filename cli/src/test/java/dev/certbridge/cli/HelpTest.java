package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the help promises is what the code does. */
class HelpTest {

    @Test
    void the_help_lists_the_defaults_of_every_reseller() {
        Run help = Run.of("order", "--help");
        assertThat(help.exit()).isZero();
        for (Subject subject : Subject.all()) {
            assertThat(help.out())
                    .containsSubsequence(
                            subject.name() + " ",
                            "for " + subject.defaultValidity(),
                            subject.defaultProduct(List.of("www.example.com")),
                            subject.defaultProduct(List.of("www.example.com", "shop.example.com")),
                            subject.defaultProduct(List.of("*.example.com")));
        }
        assertThat(help.out()).contains("default: out", "default: 120");
    }

    @Test
    void the_help_lists_every_exit_code() {
        String help = Run.of("order", "--help").out();
        assertThat(ExitCode.values()).hasSize(7);
        for (ExitCode exit : ExitCode.values()) {
            assertThat(help).contains("  " + exit.code() + "  " + exit.meaning());
        }
        assertThat(help).contains("4 wins, then the highest");
    }

    @Test
    void the_help_says_that_nothing_real_is_sold() {
        assertThat(Run.of("order", "--help").out()).contains("nothing real");
        assertThat(Run.of("--help").out()).contains("order");
        assertThat(Run.of("--version").out()).startsWith("certbridge ");
    }
}
