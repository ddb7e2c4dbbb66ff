package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of {@code certbridge keep import}. */
class KeepImportTest extends StubbedCommandTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final CertificateAuthority authority =
            CertificateAuthority.create(Clock.offset(Clock.systemUTC(), DAY.multipliedBy(-300)), new SeededIds(1));
    private final KeyAndCsr key = KeyAndCsr.ecP256("www.example.com", "example.com");
    /** The folder of the certificates in a rehearsal of the file keep.yaml. */
    private Path installed;

    @BeforeEach
    void name() {
        installed = folder.resolve("stub/certificates");
    }

    @Test
    void the_certificates_of_an_account_become_a_file_that_keep_reads_and_renews() throws IOException {
        ServedStub served = serve("regfish");
        served.order().requireDone();
        served.run("order", "--reseller", "regfish", "*.example.org", "--out", served.out())
                .requireDone();
        String imported =
                "keep import --reseller regfish --stub-url " + served.stub().uri();
        String text = CliRun.of(imported).requireDone().out();
        Path file = Files.writeString(folder.resolve("keep.yaml"), text);
        KeepFile read = KeepFileReader.read(file, Clock.systemUTC());
        assertThat(read.specs())
                .extracting(CertificateSpec::id)
                .containsExactlyInAnyOrder("www.example.com", "wildcard.example.org");
        assertThat(read.specs()).allMatch(spec -> spec.replaces().isPresent());
        assertThat(KeepFileTest.problems(text)).isEmpty();
        assertThat(served.run("keep " + file, "--once").requireDone().out()).contains("2 valid; 2 ordered");
        CliRun none = CliRun.of(imported + " --expiring-within 30d").requireDone();
        assertThat(none.err()).contains("there are no such certificates");
    }

    @Test
    void a_certificate_that_was_renewed_is_not_imported() {
        ServedStub served = serve("regfish");
        String certificate = served.order().requireDone().value("certificate");
        served.run("renew", certificate, "--out", folder.resolve("next").toString())
                .requireDone();
        String text = CliRun.of("keep import --reseller regfish --stub-url "
                        + served.stub().uri())
                .requireDone()
                .out();
        assertThat(served.stub().ledger().orders()).isEqualTo(2);
        assertThat(text.split("- id: ")).as(text).hasSize(2);
    }

    @Test
    void pem_files_become_a_file_that_keep_reads() throws IOException {
        ServedStub served = serve("regfish");
        served.order("--key", "rsa-2048").requireDone();
        Path pem = folder.resolve("out/regfish/www.example.com/fullchain.pem");
        String text = CliRun.of(
                        "keep", "import", "--reseller", "realtime", "--spend-up-to", "EUR:25.00", pem.toString())
                .requireDone()
                .out();
        KeepFile read = KeepFileReader.read(Files.writeString(folder.resolve("keep.yaml"), text), Clock.systemUTC());
        assertThat(read.specs()).hasSize(1);
        assertThat(read.specs().get(0).names()).containsExactly("www.example.com");
        assertThat(text).contains("key: rsa-2048", "# fullchain.pem, ends 20");
        Path key = Files.writeString(
                folder.resolve("key.pem"), KeyAndCsr.ecP256("www.example.com").privateKeyPem());
        for (Path wrong : List.of(key, folder, folder.resolve("missing.pem"))) {
            CliRun.of("keep", "import", "--reseller", "regfish", wrong.toString())
                    .requireFailed(2, wrong.toString());
        }
    }

    @Test
    void installed_certificates_are_valid_and_a_due_one_replaces_its_serial_number() throws Exception {
        KeyAndCsr shopKey = KeyAndCsr.rsa2048("shop.example.com");
        KeyAndCsr oldKey = KeyAndCsr.ecP384("*.example.com");
        IssuedCertificate www = issue(key, 199);
        IssuedCertificate old = issue(oldKey, 30);
        Path certbot = folder.resolve("letsencrypt");
        write("letsencrypt/archive/www/fullchain7.pem", www.fullChainPem());
        write("letsencrypt/archive/www/privkey7.pem", key.privateKeyPem());
        Path live = Files.createDirectories(certbot.resolve("live/www"));
        for (String name : List.of("fullchain", "privkey")) {
            Files.createSymbolicLink(live.resolve(name + ".pem"), Path.of("../../archive/www/" + name + "7.pem"));
        }
        Path shop =
                write("shop.pem", shopKey.privateKeyPem() + issue(shopKey, 100).fullChainPem());
        write("old.key", oldKey.privateKeyPem());
        write("privkey.pem", shopKey.privateKeyPem());
        Path[] files = {live.resolve("fullchain.pem"), shop, write("old.crt", old.fullChainPem())};

        String text = imported(files).requireDone().out();
        Path file = write("keep.yaml", text);
        assertThat(text).contains("folder: \"" + installed + "\"", "names: [www.example.com, example.com]");
        assertThat(imported(files).requireDone().out()).as("a repeated import").isEqualTo(text);
        Path version = installed.resolve("live/www.example.com");
        assertThat(Files.readSymbolicLink(version)).hasToString("../archive/www.example.com/1");
        assertThat(version.resolve("fullchain.pem")).hasContent(www.fullChainPem());
        assertThat(version.resolve("privkey.pem")).hasContent(key.privateKeyPem());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(version.resolve("privkey.pem"))))
                .isEqualTo("rw-------");

        String intent = "wildcard.example.com/" + old.serial();
        assertThat(CliRun.of("keep", "status", file.toString()).requireDone().out())
                .contains("3 certificates: 2 valid, 1 due");
        ServedStub served = serve("regfish");
        JsonNode plan = keep(served, file, "--dry-run", "--json");
        assertThat(plan.get("certificates").findValuesAsText("state"))
                .containsExactlyInAnyOrder("due", "valid", "valid");
        assertThat(plan.get("certificates").findValuesAsText("intent")).contains(intent);
        JsonNode done = keep(served, file, "--once", "--json");
        assertThat(done.get("ordered"))
                .hasSize(1)
                .first()
                .extracting(JsonNode::textValue)
                .isEqualTo(intent);
        assertThat(done.get("certificates").findValuesAsText("state")).containsOnly("valid");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        assertThat(Files.readSymbolicLink(installed.resolve("live/wildcard.example.com")))
                .hasToString("../archive/wildcard.example.com/2");
        assertThat(keep(served, file, "--once", "--json").get("ordered")).isEmpty();
    }

    @Test
    void only_files_of_certificates_that_expire_within_the_period_are_imported() throws Exception {
        Path later = write("later.pem", issue(key, 199).fullChainPem());
        Path soon = write(
                "soon.pem", issue(KeyAndCsr.ecP256("shop.example.com"), 30).fullChainPem());
        CliRun run = CliRun.of("keep import --reseller regfish --expiring-within 60d " + later + " " + soon);
        assertThat(run.requireDone().out()).contains("shop.example.com").doesNotContain("www.example.com");
    }

    @Test
    void nothing_is_installed_if_one_file_cannot_be() throws Exception {
        String pair = key.privateKeyPem() + issue(key, 100).fullChainPem();
        Path good = write("good.pem", pair);
        KeyAndCsr otherKey = KeyAndCsr.ecP256("other.example.com");
        IssuedCertificate other = issue(otherKey, 50);
        String secret = otherKey.privateKeyPem();
        Map<String, String> wrong = new TreeMap<>(Map.of(
                other.fullChainPem(),
                "the file has no private key, and none of these files exists: [",
                key.privateKeyPem() + other.fullChainPem(),
                "the private key does not belong to the certificate",
                secret + secret + other.fullChainPem(),
                "expected one private key",
                secret.replace("PRIVATE", "ENCRYPTED PRIVATE") + other.fullChainPem(),
                "is encrypted",
                secret + other.leafPem(),
                "the certificates of the issuers are missing",
                secret + issue(otherKey, -1).fullChainPem(),
                "is valid from",
                secret + issue(otherKey, List.of("localhost"), 50).fullChainPem(),
                "domain name \"localhost\" has a single label",
                secret,
                "found a PEM block PRIVATE KEY",
                pair,
                "the same certificate is in " + good));
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Path bad = write("bad.pem", each.getKey());
            CliRun run = imported(good, bad).requireFailed(2, "certbridge: " + bad + ": ", each.getValue());
            assertThat(run.out() + run.err()).doesNotContain(secret.substring(28, 60));
        }
        write("bad.pem.key", key.privateKeyPem());
        imported(good, write("bad.pem", other.fullChainPem()))
                .requireFailed(2, "bad.pem.key: the private key does not");
        assertThat(installed).doesNotExist();
    }

    @Test
    void another_certificate_under_the_same_link_is_kept() throws Exception {
        Path first = write("first.pem", key.privateKeyPem() + issue(key, 100).fullChainPem());
        imported(first).requireDone();
        KeyAndCsr otherKey = KeyAndCsr.ecP256("other.example.com");
        Path other = write(
                "other.pem", otherKey.privateKeyPem() + issue(otherKey, 100).fullChainPem());
        Path second = write("second.pem", key.privateKeyPem() + issue(key, 190).fullChainPem());
        imported(other, second).requireFailed(2, second + ": live/www.example.com has another certificate");
        assertThat(installed.resolve("live/other.example.com")).doesNotExist();
        assertThat(installed.resolve("live/www.example.com/privkey.pem")).hasContent(key.privateKeyPem());
        // Two certificates of one name, an RSA and an ECDSA one for instance, are no mistake.
        assertThat(imported(first, second).requireDone().out())
                .contains("id: www.example.com\n", "id: www.example.com-2\n");
    }

    @Test
    void an_order_that_is_open_at_the_import_is_not_placed_again_and_is_delivered() throws Exception {
        Path pem = write("www.pem", key.privateKeyPem() + issue(key, 20).fullChainPem());
        String text = imported(pem).requireDone().out();
        Path file = write("keep.yaml", text);
        Files.delete(installed.resolve("live/www.example.com"));
        ServedStub served =
                serve(StubProvider.named("regfish").start(StubOptions.defaults().readsUntilIssued(3)));
        assertThat(served.run("keep " + file, "--once", "--timeout", "1", "--json")
                        .requireExit(5)
                        .json()
                        .get("ordered"))
                .hasSize(1);
        imported(pem).requireDone();
        JsonNode done = keep(served, file, "--once", "--json");
        assertThat(done.get("ordered")).isEmpty();
        assertThat(done.get("certificates").findValuesAsText("state")).containsOnly("valid");
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
        assertThat(Files.readSymbolicLink(installed.resolve("live/www.example.com")))
                .hasToString("../archive/www.example.com/2");
    }

    private CliRun imported(Path... files) {
        return CliRun.of(ServedStub.with(
                List.of("keep", "import", "--reseller", "regfish", "--folder", installed.toString()),
                Stream.of(files).map(Path::toString).toArray(String[]::new)));
    }

    private static JsonNode keep(ServedStub served, Path file, String... options) {
        return served.run("keep " + file, options).requireDone().json();
    }

    private IssuedCertificate issue(KeyAndCsr pair, int daysLeft) throws CertificateEncodingException {
        return issue(pair, pair.csr().names(), daysLeft);
    }

    /** Returns a certificate of another authority that was issued 90 days ago. */
    private IssuedCertificate issue(KeyAndCsr pair, List<String> names, int daysLeft)
            throws CertificateEncodingException {
        Instant now = Instant.now();
        byte[] leaf = authority
                .issue(
                        SubjectPublicKeyInfo.getInstance(pair.csr().publicKey().getEncoded()),
                        names,
                        now.minus(DAY.multipliedBy(90)),
                        now.plus(DAY.multipliedBy(daysLeft)))
                .getEncoded();
        return IssuedCertificate.of(leaf, List.of(authority.intermediate().getEncoded()));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
