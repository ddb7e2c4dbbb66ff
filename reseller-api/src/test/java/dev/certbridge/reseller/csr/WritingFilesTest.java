package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.reseller.system.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the files that are written for a certificate. */
class WritingFilesTest {

    @TempDir
    Path temporary;

    private final KeyAndCsr key = KeyAndCsr.ecP256("www.example.com");
    private TestAuthority root;
    private IssuedCertificate issued;
    private Path folder;

    @BeforeEach
    void issue() throws Exception {
        folder = temporary.resolve("www.example.com");
        root = TestAuthority.root("root");
        issued = IssuedCertificate.of(root.issue(key.csr(), "www.example.com"), List.of(root.der()));
    }

    @Test
    void five_files_are_written() throws Exception {
        issued.writeTo(folder, key);
        assertThat(folder.resolve("privkey.pem")).hasContent(key.privateKeyPem());
        assertThat(folder.resolve("request.pem")).hasContent(key.csr().pem());
        assertThat(folder.resolve("cert.pem")).hasContent(issued.leafPem());
        assertThat(folder.resolve("chain.pem")).hasContent(root.pem());
        assertThat(folder.resolve("fullchain.pem")).hasContent(issued.leafPem() + root.pem());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(5);
        }
    }

    @Test
    void the_private_key_is_for_its_owner_alone_even_over_an_older_open_file() throws Exception {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("privkey.pem"), "old");
        Files.setPosixFilePermissions(folder.resolve("privkey.pem"), PosixFilePermissions.fromString("rw-rw-rw-"));
        issued.writeTo(folder, key);
        assertThat(mode(folder.resolve("privkey.pem"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("cert.pem"))).startsWith("rw-").doesNotContain("x");
    }

    @Test
    void the_private_key_comes_first() throws Exception {
        Files.createDirectories(folder.resolve("request.pem/in-the-way"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> issued.writeTo(folder, key))
                .withMessageContaining("cannot write");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("privkey.pem", "request.pem");
        }
    }

    @Test
    void a_key_of_another_certificate_is_refused_before_anything_is_written() {
        assertThatIllegalStateException()
                .isThrownBy(() -> issued.writeTo(folder, KeyAndCsr.ecP256("www.example.com")))
                .withMessageContaining("another public key");
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_secret_is_never_open_to_others_while_it_is_written() throws Exception {
        Files.createDirectory(folder);
        Set<String> modes = ConcurrentHashMap.newKeySet();
        Thread onlooker = new Thread(() -> lookOn(modes));
        onlooker.start();
        for (int i = 0; i < 200; i++) {
            DurableFile.writeSecret(folder.resolve("privkey.pem"), "secret " + i);
        }
        onlooker.interrupt();
        onlooker.join();
        assertThat(modes).isNotEmpty().containsOnly("rw-------");
    }

    private void lookOn(Set<String> modes) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    modes.add(mode(file));
                }
            } catch (IOException e) {
                continue; // it was renamed between listing and looking
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
