package dev.certbridge.reseller.csr;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A real certificate authority in memory: an EC key, a certificate, and what it signs. */
final class TestAuthority {

    static final Instant NOT_BEFORE = Instant.parse("2026-11-01T00:00:00Z");
    static final Instant NOT_AFTER = Instant.parse("2027-05-01T00:00:00Z");

    private static final AtomicLong SERIAL = new AtomicLong(0x0abcd000);

    private final String name;
    private final KeyPair keys;
    private final byte[] certificate;

    private TestAuthority(String name, KeyPair keys, byte[] certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A self-signed root. */
    static TestAuthority root(String name) throws Exception {
        KeyPair keys = ecKeys("secp256r1");
        return new TestAuthority(name, keys, sign(name, keys, name, keys.getPublic(), true));
    }

    /** A self-signed root without extensions, as the first version of X.509 knows them. */
    static TestAuthority silentRoot(String name) throws Exception {
        KeyPair keys = ecKeys("secp256r1");
        return new TestAuthority(
                name,
                keys,
                sign(name, keys, name, keys.getPublic(), Optional.empty(), NOT_BEFORE, NOT_AFTER, List.of()));
    }

    /** An intermediate below this authority. */
    TestAuthority intermediate(String subject) throws Exception {
        KeyPair fresh = ecKeys("secp256r1");
        return new TestAuthority(subject, fresh, sign(name, keys, subject, fresh.getPublic(), true));
    }

    /** The PEM of another authority's name and key, signed by this one too. */
    String cross(TestAuthority other) throws Exception {
        return Pem.of("CERTIFICATE", sign(name, keys, other.name, other.keys.getPublic(), true));
    }

    /** The DER of a leaf for the CSR's key and these names. */
    byte[] issue(Csr csr, String... names) throws Exception {
        return sign(name, keys, "leaf", csr.publicKey(), false, names);
    }

    /** The DER of a certificate for the CSR's key that makes an authority of it. */
    byte[] authority(Csr csr) throws Exception {
        return sign(name, keys, "authority", csr.publicKey(), true, csr.names().toArray(String[]::new));
    }

    /** The DER of a leaf for the CSR's key and names with another validity. */
    byte[] issue(Csr csr, Instant notBefore, Instant notAfter) throws Exception {
        return sign(name, keys, "leaf", csr.publicKey(), Optional.of(false), notBefore, notAfter, csr.names());
    }

    byte[] der() {
        return certificate.clone();
    }

    String pem() {
        return Pem.of("CERTIFICATE", certificate);
    }

    static KeyPair ecKeys(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static byte[] sign(
            String issuer, KeyPair issuerKeys, String subject, PublicKey key, boolean authority, String... names)
            throws Exception {
        return sign(issuer, issuerKeys, subject, key, Optional.of(authority), NOT_BEFORE, NOT_AFTER, List.of(names));
    }

    private static byte[] sign(
            String issuer,
            KeyPair issuerKeys,
            String subject,
            PublicKey key,
            Optional<Boolean> authority,
            Instant notBefore,
            Instant notAfter,
            List<String> names)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=" + issuer),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Principal("CN=" + subject),
                key);
        if (authority.isPresent()) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority.get()));
        }
        if (!names.isEmpty()) {
            GeneralName[] all = names.stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate()))
                .getEncoded();
    }
}
