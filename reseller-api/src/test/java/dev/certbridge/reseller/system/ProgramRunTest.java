package dev.certbridge.reseller.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.system.ProgramRun.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of programs that succeed, fail, hang, and print what nobody should see. */
class ProgramRunTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void the_status_decides() {
        assertThat(sh("true", LONG)).isEqualTo(new ProgramRun(Outcome.SUCCEEDED, "sh ended with status 0"));
        assertThat(sh("echo out; exit 3", LONG))
                .isEqualTo(new ProgramRun(Outcome.FAILED, "sh ended with status 3: out"));
        assertThat(sh("echo busy >&2; exit 75", LONG))
                .isEqualTo(new ProgramRun(Outcome.FAILED_TEMPORARILY, "sh ended with status 75: busy"));
    }

    @Test
    void a_program_that_does_not_exist_is_a_failure() {
        assertThat(ProgramRun.of(List.of("/no/such/program", "secret"), LONG))
                .isEqualTo(new ProgramRun(
                        Outcome.FAILED, "/no/such/program could not be started: No such file or directory"));
    }

    @Test
    void arguments_do_not_pass_through_a_shell() {
        assertThat(ProgramRun.of(List.of("printf", "%s", "$HOME;exit 1"), LONG).message())
                .isEqualTo("printf ended with status 0: $HOME;exit 1");
    }

    @Test
    void a_program_gets_no_input() {
        assertThat(sh("cat; echo end; exit 1", LONG).message()).isEqualTo("sh ended with status 1: end");
    }

    @Test
    void the_last_lines_are_in_the_message() {
        assertThat(sh("for i in 1 2 3 4 5; do echo line $i; echo; done; exit 1", LONG)
                        .message())
                .isEqualTo("sh ended with status 1: line 3 | line 4 | line 5");
        assertThat(sh("yes 'a long line of words' | head -c 5000000; exit 1", LONG)
                        .message())
                .contains("a long line of words")
                .hasSizeLessThan(350)
                .doesNotContain("\n");
    }

    @Test
    void a_private_key_in_the_output_is_left_out(@TempDir Path folder) throws Exception {
        KeyAndCsr key = KeyAndCsr.rsa2048("www.example.com");
        Path file = folder.resolve("privkey.pem");
        Files.writeString(file, key.privateKeyPem());
        String message =
                sh("echo before; cat " + file + "; echo after; exit 1", LONG).message();
        assertThat(message).isEqualTo("sh ended with status 1: before | after");
        assertThat(sh("tail -n 4 " + file + "; exit 1", LONG).message()).isEqualTo("sh ended with status 1");
    }

    @Test
    void a_program_and_its_children_are_stopped_after_the_limit(@TempDir Path folder) throws Exception {
        Path pid = folder.resolve("pid");
        ProgramRun run = sh("echo begun; sleep 600 & echo $! > " + pid + "; wait", Duration.ofMillis(1_500));
        assertThat(run).isEqualTo(new ProgramRun(Outcome.STOPPED, "sh did not end within 1 s and was stopped: begun"));
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child)
                .ifPresent(handle ->
                        handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void a_child_that_keeps_the_output_open_does_not_delay_the_result() {
        long start = System.nanoTime();
        ProgramRun run = sh("sleep 20 & echo started", LONG);
        assertThat(run.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void an_interrupted_thread_stops_the_program() {
        Thread.currentThread().interrupt();
        ProgramRun run = sh("sleep 600", LONG);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run).isEqualTo(new ProgramRun(Outcome.STOPPED, "sh was stopped because the thread was interrupted"));
    }

    private static ProgramRun sh(String script, Duration limit) {
        return ProgramRun.of(List.of("sh", "-c", script), limit);
    }
}
