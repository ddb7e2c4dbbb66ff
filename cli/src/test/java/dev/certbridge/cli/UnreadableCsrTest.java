package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyAndCsr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is given as a CSR or as a book and has no end is refused in one line, at once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnreadableCsrTest {

    @TempDir
    private Path folder;

    @Test
    void what_is_no_file_of_a_bounded_size_is_not_read() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(300_000));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
        for (Path file : List.of(Path.of("/dev/zero"), Path.of("/dev/random"), pipe, folder, large, link)) {
            CliRun run = CliRun.order(
                            List.of("--out", folder.resolve("out").toString()),
                            "www.example.com",
                            "--csr",
                            file.toString())
                    .requireOneLine();
            assertThat(run.exit()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains(file.toString()).containsPattern("device|300|bytes");
        }
        for (Path file : List.of(Path.of("/dev/zero"), pipe)) {
            CliRun run = CliRun.of("budget", "x", "--orders", "1", "--money", "EUR:1.00", "--book", file.toString())
                    .requireOneLine();
            assertThat(run.exit()).isEqualTo(2);
        }
    }

    @Test
    void a_link_to_a_csr_is_read() throws Exception {
        Path file = Files.writeString(
                folder.resolve("my.csr"),
                KeyAndCsr.ecP256("www.example.com").csr().pem());
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        CliRun.order(
                        List.of("--out", folder.resolve("out").toString(), "--reseller", "realtime"),
                        "www.example.com",
                        "--csr",
                        link.toString())
                .requireDone();
    }
}
