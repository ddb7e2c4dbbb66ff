package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestCertificates.NAME;
import static dev.certbridge.fleet.TestCertificates.NOW;
import static dev.certbridge.fleet.TestCertificates.appending;
import static dev.certbridge.fleet.TestCertificates.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.reseller.csr.KeyAndCsr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the commands that run after deliveries. */
class DeployCommandTest {

    @TempDir
    Path folder;

    private final TestCertificates certificates = new TestCertificates(NOW);

    private FolderDeployment deployment() {
        return FolderDeployment.in(folder.resolve("certificates"))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .commandLimit(Duration.ofSeconds(1))
                .build();
    }

    private CertificateSpec installed(String id, List<String> command) throws Exception {
        CertificateSpec spec = TestCertificates.spec(id).deploy(command).build();
        install(spec);
        return spec;
    }

    private void install(CertificateSpec spec) throws Exception {
        KeyAndCsr key = KeyAndCsr.ecP256(NAME);
        deployment().install(spec, certificates.issue(key), key);
    }

    @Test
    void equal_commands_run_once_and_not_again_without_a_delivery() throws Exception {
        Path runs = folder.resolve("runs");
        List<CertificateSpec> specs = List.of(
                installed("shop-rsa", appending(runs)),
                installed("shop-ecdsa", appending(runs)),
                installed("mail", appending(folder.resolve("others"))),
                installed("quiet", List.of()));
        assertThat(deployment().activate(specs)).isEmpty();
        assertThat(lines(runs)).hasSize(1);
        assertThat(lines(folder.resolve("others"))).hasSize(1);

        assertThat(deployment().activate(specs)).isEmpty();
        assertThat(lines(runs)).hasSize(1);
        install(specs.get(1));
        assertThat(deployment().activate(specs)).isEmpty();
        assertThat(lines(runs)).hasSize(2);
    }

    @Test
    void only_the_commands_of_the_given_specifications_run() throws Exception {
        Path runs = folder.resolve("runs");
        CertificateSpec shop = installed("shop", appending(runs));
        installed("mail", appending(folder.resolve("others")));
        assertThat(deployment().activate(List.of(shop))).isEmpty();
        assertThat(lines(runs)).hasSize(1);
        assertThat(folder.resolve("others")).doesNotExist();
    }

    @Test
    void a_command_that_fails_runs_again_the_next_time() throws Exception {
        Path repaired = folder.resolve("repaired");
        CertificateSpec spec = installed(
                "shop",
                List.of(
                        "sh",
                        "-c",
                        "echo first; echo \"nginx: no such file\" >&2; test -e \"$0\"",
                        repaired.toString()));
        String failure = "the certificate is in place, but its command failed: sh ended with status 1: first |"
                + " nginx: no such file";
        assertThat(deployment().activate(List.of(spec))).isEqualTo(Map.of("shop", failure));
        assertThat(deployment().activate(List.of(spec))).isEqualTo(Map.of("shop", failure));
        Files.createFile(repaired);
        assertThat(deployment().activate(List.of(spec))).isEmpty();
        Files.delete(repaired);
        assertThat(deployment().activate(List.of(spec))).isEmpty();
    }

    @Test
    void a_command_that_hangs_is_stopped_and_the_others_run() throws Exception {
        Path runs = folder.resolve("runs");
        List<CertificateSpec> specs =
                List.of(installed("hangs", List.of("sleep", "600")), installed("shop", appending(runs)));
        Map<String, String> failures = deployment().activate(specs);
        assertThat(failures).containsOnlyKeys("hangs");
        assertThat(failures.get("hangs")).contains("sleep did not end within 1 s and was stopped");
        assertThat(lines(runs)).hasSize(1);
    }

    @Test
    void a_command_is_remembered_before_the_switch() throws Exception {
        Path runs = folder.resolve("runs");
        CertificateSpec spec = installed("shop", appending(runs));
        assertThat(deployment().activate(List.of(spec))).isEmpty();
        // The switch fails, as if the process had ended just before it.
        Path inTheWay = Files.createDirectories(folder.resolve("certificates/live/.shop/file"));
        assertThatIllegalStateException().isThrownBy(() -> install(spec)).withMessageStartingWith("cannot write ");
        assertThat(deployment().activate(List.of(spec))).isEmpty();
        assertThat(lines(runs)).hasSize(2);

        Files.delete(inTheWay);
        install(spec);
        assertThat(deployment().deployed(spec)).isPresent();
    }

    @Test
    void a_command_that_was_removed_from_the_specification_does_not_run() throws Exception {
        installed("shop", List.of("false"));
        CertificateSpec quiet = TestCertificates.spec("shop").build();
        assertThat(deployment().activate(List.of(quiet))).isEmpty();
        CertificateSpec again =
                TestCertificates.spec("shop").deploy(List.of("false")).build();
        assertThat(deployment().activate(List.of(again))).isEmpty();
    }

    @Test
    void a_folder_that_cannot_be_locked_is_a_failure_of_each_command() throws Exception {
        Path runs = folder.resolve("runs");
        CertificateSpec spec = installed("shop", appending(runs));
        Path lock = folder.resolve("certificates/.lock");
        Files.delete(lock);
        Files.createDirectory(lock);
        assertThat(deployment().activate(List.of(spec)))
                .isEqualTo(Map.of("shop", "the command did not run: cannot write " + lock + ": Is a directory"));
        Files.delete(lock);
        assertThat(deployment().activate(List.of(spec))).isEmpty();
        assertThat(lines(runs)).hasSize(1);
    }
}
