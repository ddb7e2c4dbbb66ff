package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the completion script, in a real shell, and of the manual page. */
class CompletionTest {

    private static final String COMPLETE = """
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _complete_certbridge
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certbridge ren| renew",
                "certbridge order --reseller reg| regfish",
                "certbridge order --key rsa-3| rsa-3072",
                "certbridge reissue --old-m| --old-may-be-revoked",
                "certbridge book ba| backup",
                "certbridge completion z| zsh"
            })
    void bash_completes_commands_options_and_values(String typed, String completed) throws Exception {
        assertThat(complete(typed)).contains(completed);
    }

    @Test
    void the_script_is_the_same_for_both_shells_and_another_shell_is_refused() {
        CliRun bash = CliRun.of("completion bash").requireDone();
        assertThat(CliRun.of("completion zsh").requireDone().out())
                .isEqualTo(bash.out())
                .contains("bashcompinit");
        assertThat(bash.out()).doesNotContain("man-page");
        CliRun.of("completion fish").requireFailed(2, "fish");
        CliRun.of("completion").requireFailed(2, "SHELL");
    }

    @Test
    void the_manual_page_has_the_help_of_every_command() {
        String page = CliRun.of("man-page").requireDone().out();
        assertThat(page.lines().limit(3))
                .containsExactly(
                        ".TH CERTBRIDGE 1 \"\" \"\" \"certbridge manual\"",
                        ".SH NAME",
                        "certbridge \\- order, renew, replace and revoke TLS certificates at resellers");
        for (String command : HelpTest.commands()) {
            assertThat(page).contains("\n.SH certbridge " + command + "\n", "\nUsage: certbridge " + command + " ");
        }
        assertThat(page).contains("\\-\\-spend\\-up\\-to", "Exit codes:").doesNotContain("man\\-page");
        assertThat(page.lines().filter(line -> line.startsWith(".")))
                .allMatch(line -> line.matches("\\.(TH|SH|nf|fi)( .*)?"));
    }

    /** The words that bash offers for a line. */
    private List<String> complete(String typed) throws IOException, InterruptedException {
        Path script = Files.writeString(
                folder.resolve("certbridge.bash"), CliRun.of("completion bash").out());
        List<String> command = new ArrayList<>(List.of("bash", "-c", COMPLETE, "bash", script.toString()));
        command.addAll(List.of(typed.split(" ")));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(printed).isZero();
        return printed.lines().map(String::strip).toList();
    }
}
