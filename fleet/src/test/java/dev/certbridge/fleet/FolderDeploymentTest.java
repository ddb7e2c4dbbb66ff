package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestCertificates.NAME;
import static dev.certbridge.fleet.TestCertificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the versions of a certificate, and of the switch from one to the next. */
class FolderDeploymentTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final TestCertificates certificates = new TestCertificates(NOW);
    private final CertificateSpec spec = TestCertificates.spec("shop").build();
    private final KeyAndCsr key = KeyAndCsr.ecP256(NAME);
    private FolderDeployment deployment;
    private IssuedCertificate certificate;

    @BeforeEach
    void issue() throws Exception {
        deployment = in(folder);
        certificate = certificates.issue(key);
    }

    private static FolderDeployment in(Path folder) {
        return FolderDeployment.in(folder)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();
    }

    @Test
    void the_first_certificate_is_version_1() throws Exception {
        assertThat(deployment.deployed(spec)).isEmpty();
        deployment.install(spec, certificate, key);

        Path live = folder.resolve("live/shop");
        assertThat(Files.readSymbolicLink(live)).hasToString("../archive/shop/1");
        assertThat(names(live))
                .containsExactlyInAnyOrder(
                        "cert.pem", "chain.pem", "fullchain.pem", "fullchain.pem.key", "privkey.pem", "request.pem");
        assertThat(live.resolve("fullchain.pem")).hasContent(certificate.fullChainPem());
        assertThat(live.resolve("fullchain.pem.key")).hasContent(key.privateKeyPem());
        assertThat(mode(live.resolve("privkey.pem"))).isEqualTo("rw-------");
        assertThat(mode(live.resolve("fullchain.pem"))).isEqualTo("rw-r--r--");
        assertThat(deployment.deployed(spec).orElseThrow().serial()).isEqualTo(certificate.serial());
    }

    @Test
    void a_certificate_that_is_live_is_not_written_again() throws Exception {
        deployment.install(spec, certificate, key);
        deployment.install(spec, certificate, key);
        assertThat(versions()).containsExactly("1");

        Files.writeString(folder.resolve("live/shop/privkey.pem"), "damaged");
        deployment.install(spec, certificate, key);
        assertThat(versions()).containsExactlyInAnyOrder("1", "2");
        assertThat(folder.resolve("live/shop/privkey.pem")).hasContent(key.privateKeyPem());
    }

    @Test
    void the_newest_versions_are_kept() throws Exception {
        for (int i = 0; i < 12; i++) {
            installNew();
        }
        assertThat(versions()).containsExactlyInAnyOrder("10", "11", "12");
        assertThat(Files.readSymbolicLink(folder.resolve("live/shop"))).hasToString("../archive/shop/12");
    }

    @Test
    void owner_group_and_modes_of_the_version_before_are_kept() throws Exception {
        deployment.install(spec, certificate, key);
        Path live = folder.resolve("live/shop");
        Files.setPosixFilePermissions(live.resolve("privkey.pem"), PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(live.resolve("cert.pem"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(live.toRealPath(), PosixFilePermissions.fromString("rwxr-x---"));
        boolean root = Files.getAttribute(folder, "unix:uid").equals(0);
        if (root) {
            Files.setAttribute(live.resolve("privkey.pem"), "unix:gid", 65534);
            Files.setAttribute(live.toRealPath(), "unix:uid", 65534);
        }
        installNew();

        assertThat(live.toRealPath()).endsWith(Path.of("2"));
        assertThat(mode(live.resolve("privkey.pem"))).isEqualTo("rw-r-----");
        assertThat(mode(live.resolve("cert.pem"))).isEqualTo("r--r--r--");
        assertThat(mode(live.toRealPath())).isEqualTo("rwxr-x---");
        assertThat(Files.getAttribute(live.resolve("privkey.pem"), "unix:gid"))
                .isEqualTo(root ? 65534 : Files.getAttribute(folder, "unix:gid"));
        assertThat(Files.getAttribute(live.toRealPath(), "unix:uid"))
                .isEqualTo(root ? 65534 : Files.getAttribute(folder, "unix:uid"));
    }

    @Test
    void the_group_of_a_folder_with_the_setgid_bit_can_read_the_keys() throws Exception {
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "another group needs root");
        Files.setAttribute(folder, "unix:gid", 65534);
        Files.setAttribute(folder, "unix:mode", 02750);
        deployment.install(spec, certificate, key);

        Path version = folder.resolve("live/shop").toRealPath();
        for (Path shared : List.of(folder.resolve("live"), folder.resolve("archive"), version.getParent(), version)) {
            assertThat(mode(shared)).as(shared.toString()).isEqualTo("rwxr-x---");
            assertThat(Files.getAttribute(shared, "unix:gid")).isEqualTo(65534);
        }
        assertThat(mode(version.resolve("privkey.pem"))).isEqualTo("rw-r-----");
        assertThat(Files.getAttribute(version.resolve("privkey.pem"), "unix:gid"))
                .isEqualTo(65534);
    }

    @Test
    void a_certificate_that_no_client_would_accept_is_refused() throws Exception {
        refused(certificate, KeyAndCsr.ecP256(NAME), "another public key");
        refused(certificates.issue(key, NOW.minus(DAY.multipliedBy(2)), NOW.minus(DAY)), key, "is valid from");
        refused(certificates.issue(key, NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2))), key, "is valid from");
        byte[] leaf = certificates.leaf(key, NOW.minus(DAY), NOW.plus(DAY));
        refused(IssuedCertificate.parse(leaf), key, "has no issuers");
        byte[] stranger =
                new TestCertificates(NOW.minus(DAY)).authority.intermediate().getEncoded();
        refused(IssuedCertificate.of(leaf, List.of(stranger)), key, "certificate " + serial(leaf));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> deployment.install(
                        TestCertificates.spec("shop")
                                .names(List.of(NAME, "shop.example.com"))
                                .build(),
                        certificate,
                        key))
                .withMessageContaining("does not cover [shop.example.com]");
        assertThat(folder).isEmptyDirectory();
    }

    private static String serial(byte[] leaf) {
        return IssuedCertificate.parse(leaf).serial();
    }

    private void refused(IssuedCertificate issued, KeyAndCsr with, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deployment.install(spec, issued, with))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }

    @Test
    void a_link_that_was_set_back_stays_there_while_the_hold_file_exists() throws Exception {
        deployment.install(spec, certificate, key);
        installNew();
        Path live = folder.resolve("live/shop");
        Files.delete(live);
        Files.createSymbolicLink(live, Path.of("../archive/shop/1"));
        Path hold = Files.createFile(folder.resolve("archive/shop/hold"));

        assertThatIllegalStateException()
                .isThrownBy(this::installNew)
                .withMessage("nothing was delivered because of the file " + hold
                        + ". Delete the file to deliver the new certificate");
        assertThat(deployment.deployed(spec).orElseThrow().serial()).isEqualTo(certificate.serial());
        deployment.install(spec, certificate, key);

        Files.delete(hold);
        installNew();
        assertThat(versions()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(Files.readSymbolicLink(live)).hasToString("../archive/shop/3");
    }

    @Test
    void a_version_that_a_failed_switch_left_is_used_again() throws Exception {
        deployment.install(spec, certificate, key);
        Files.delete(folder.resolve("live/shop"));
        deployment.install(spec, certificate, key);

        assertThat(versions()).containsExactly("1");
        assertThat(Files.readSymbolicLink(folder.resolve("live/shop"))).hasToString("../archive/shop/1");
    }

    @Test
    void what_a_crash_left_is_replaced() throws Exception {
        Files.createDirectories(folder.resolve("archive/shop/.new"));
        Files.writeString(folder.resolve("archive/shop/.new/privkey.pem"), "half a k");
        Files.createSymbolicLink(folder.resolve("archive/shop/.new/fullchain.pem.key"), Path.of("privkey.pem"));
        Files.createDirectories(folder.resolve("archive/shop/4"));
        Files.createDirectories(folder.resolve("live"));
        Files.createSymbolicLink(folder.resolve("live/.shop"), Path.of("../archive/shop/4"));
        deployment.install(spec, certificate, key);
        assertThat(Files.readSymbolicLink(folder.resolve("live/shop"))).hasToString("../archive/shop/5");
        assertThat(names(folder.resolve("live"))).containsExactly("shop");
        assertThat(names(folder.resolve("archive/shop"))).containsExactlyInAnyOrder("4", "5");
    }

    @Test
    void a_link_to_a_version_that_was_deleted_means_that_nothing_is_deployed() throws Exception {
        deployment.install(spec, certificate, key);
        try (Stream<Path> files = Files.list(folder.resolve("archive/shop/1"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder.resolve("archive/shop/1"));
        assertThat(deployment.deployed(spec)).isEmpty();
        deployment.install(spec, certificate, key);
        assertThat(deployment.deployed(spec)).isPresent();
    }

    @Test
    void something_else_in_the_place_of_the_link_is_reported() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        Path place = Files.createDirectory(live.resolve("shop"));
        unusable("is not a symbolic link. Move it away, so that the link can be created");
        Files.delete(place);
        Files.createSymbolicLink(place, Path.of("/etc/ssl"));
        unusable("points to /etc/ssl, which is not a version in " + folder.resolve("archive/shop")
                + ". Remove the link");
        Files.delete(place);
        Files.createSymbolicLink(place, Path.of("../archive/shop"));
        unusable("is not a version in");
        assertThat(folder.resolve("archive/shop")).doesNotExist();
    }

    private void unusable(String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> deployment.deployed(spec))
                .withMessageContaining(reason);
        assertThatIllegalStateException()
                .isThrownBy(() -> deployment.install(spec, certificate, key))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n");
    }

    @Test
    void a_file_in_the_place_of_a_folder_is_reported() throws Exception {
        for (String name : List.of("file", "other/archive", "third/live", "fourth/archive/shop")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
            FolderDeployment broken = in(folder.resolve(Path.of(name).getName(0)));
            assertThatIllegalStateException()
                    .as(name)
                    .isThrownBy(() -> broken.install(spec, certificate, key))
                    .withMessageMatching("cannot (write|read) " + folder + "\\S*: .+")
                    .withMessageNotContaining("\n");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> in(folder.resolve("other")).requireUsable())
                .withMessageStartingWith("cannot write " + folder.resolve("other/archive"));
    }

    @Test
    void a_damaged_certificate_is_reported() throws Exception {
        deployment.install(spec, certificate, key);
        Path file = folder.resolve("live/shop").toRealPath().resolve("fullchain.pem");
        Files.writeString(file, "damaged");
        assertThatIllegalStateException()
                .isThrownBy(() -> deployment.deployed(spec))
                .withMessageStartingWith("cannot read ")
                .withMessageEndingWith("Restore the file, or remove the link " + folder.resolve("live/shop"));
        Files.delete(file);
        assertThatIllegalStateException()
                .isThrownBy(() -> deployment.deployed(spec))
                .withMessageStartingWith("cannot read ");
    }

    private void installNew() throws Exception {
        KeyAndCsr fresh = KeyAndCsr.ecP256(NAME);
        deployment.install(spec, certificates.issue(fresh), fresh);
    }

    private List<String> versions() throws Exception {
        return names(folder.resolve("archive/shop")).stream()
                .filter(name -> name.matches("\\d+"))
                .toList();
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
