package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.SeededIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Specifications and certificates of an authority in memory. */
final class TestCertificates {

    static final String NAME = "www.example.com";
    static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    final CertificateAuthority authority;
    private final Instant now;

    TestCertificates(Instant now) {
        this.now = now;
        this.authority = CertificateAuthority.create(
                Clock.fixed(now.minus(Duration.ofDays(1)), Clock.systemUTC().getZone()), new SeededIds(1));
    }

    static CertificateSpec.Builder spec(String id) {
        return CertificateSpec.builder(id, "regfish", "RapidSSL", Spending.unquoted())
                .names(List.of(NAME));
    }

    /** Returns a certificate for the names of the key that is valid for 199 days. */
    IssuedCertificate issue(KeyAndCsr key) throws Exception {
        return issue(key, now.minusSeconds(60), now.plus(Duration.ofDays(199)));
    }

    IssuedCertificate issue(KeyAndCsr key, Instant from, Instant until) throws Exception {
        return IssuedCertificate.of(
                leaf(key, from, until), List.of(authority.intermediate().getEncoded()));
    }

    byte[] leaf(KeyAndCsr key, Instant from, Instant until) throws Exception {
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(key.csr().publicKey().getEncoded());
        X509Certificate leaf = authority.issue(info, key.csr().names(), from, until);
        return leaf.getEncoded();
    }

    /** Returns a command that appends a line to a file. */
    static List<String> appending(Path file) {
        return List.of("sh", "-c", "echo run >> \"$0\"", file.toString());
    }

    static List<String> lines(Path file) throws Exception {
        return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8)) : List.of();
    }
}
