package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes deliver to one folder at the same time, and are killed. */
class DeploymentCrashTest {

    private static final int ROUNDS = 2;
    private static final int DELIVERIES = 10;
    /** More than are delivered in a round, so that no version is deleted while it is read. */
    private static final int VERSIONS = 10_000;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    /** Delivers new certificates until the process is killed. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TestCertificates certificates = new TestCertificates(Instant.now());
        FolderDeployment deployment = deployment(folder);
        while (true) {
            deliver(deployment, certificates, folder);
            System.out.println("delivered");
        }
    }

    private static FolderDeployment deployment(Path folder) {
        return FolderDeployment.in(folder).versions(VERSIONS).build();
    }

    private static void deliver(FolderDeployment deployment, TestCertificates certificates, Path folder)
            throws Exception {
        KeyAndCsr key = KeyAndCsr.ecP256(TestCertificates.NAME);
        deployment.install(spec(folder), certificates.issue(key), key);
        assertThat(deployment.activate(List.of(spec(folder)))).isEmpty();
    }

    /** Returns a specification whose command records the live version. */
    private static CertificateSpec spec(Path folder) {
        return TestCertificates.spec("shop")
                .deploy(List.of(
                        "sh",
                        "-c",
                        "readlink \"$0\" >> \"$1\"",
                        live(folder).toString(),
                        commands(folder).toString()))
                .build();
    }

    private static Path live(Path folder) {
        return folder.resolve("live/shop");
    }

    private static Path commands(Path folder) {
        return folder.resolve("commands");
    }

    @Test
    void the_live_pair_is_complete_at_every_moment_and_no_command_is_lost() throws Exception {
        TestCertificates certificates = new TestCertificates(Instant.now());
        deliver(deployment(folder), certificates, folder);
        int seen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                BufferedReader delivered = start();
                start();
                for (int i = 0; i < DELIVERIES; i++) {
                    assertThat(delivered.readLine()).isEqualTo("delivered");
                    requireLivePair();
                    seen++;
                }
            } finally {
                for (Process process : processes) {
                    process.destroyForcibly().waitFor();
                }
            }
            requireLivePair();
            assertThat(deployment(folder).activate(List.of(spec(folder)))).isEmpty();
            assertThat(TestCertificates.lines(commands(folder)))
                    .last()
                    .isEqualTo(Files.readSymbolicLink(live(folder)).toString());
        }
        deliver(deployment(folder), certificates, folder);
        requireLivePair();
        assertThat(seen).isEqualTo(ROUNDS * DELIVERIES);
    }

    private BufferedReader start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeploymentCrashTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process.inputReader();
    }

    private void requireLivePair() throws Exception {
        Path version = live(folder).toRealPath();
        IssuedCertificate certificate = IssuedCertificate.parse(Files.readAllBytes(version.resolve("fullchain.pem")));
        String key = Files.readString(version.resolve("privkey.pem")).replaceAll("-----.*|\\s", "");
        PrivateKey privateKey = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
        Csr request = Csr.parse(Files.readString(version.resolve("request.pem")));
        certificate.requireFor(KeyAndCsr.of(privateKey, request).csr(), List.of(TestCertificates.NAME));
    }
}
