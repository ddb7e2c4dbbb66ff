package dev.certbridge.stub;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority in memory, with a root and an issuing authority. No trust store contains the root of this
 * authority. Authorities that are created at the same instant with the same ids share their keys and certificates.
 */
public final class CertificateAuthority {

    /** The wrong DNS name that a stub writes into certificates if a test switches this fault on. */
    public static final String ANOTHER_NAME = "someone-else.example";

    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final int MAX_COMMON_NAME = 64;
    private static final X500Name ROOT_NAME = name("certbridge stub root, not trusted");
    private static final X500Name ISSUING_NAME = name("certbridge stub issuing CA, not trusted");
    private static final LruCache<Key, Authorities> AUTHORITIES = new LruCache<>(100);
    private static final LruCache<Leaf, X509Certificate> LEAVES = new LruCache<>(1_000);

    private final SeededIds ids;
    private final Key key;
    private @Nullable Authorities authorities;

    private record Key(Instant from, BigInteger rootSerial, BigInteger issuingSerial) {

        Authorities create() {
            KeyPair rootKey = keyPair();
            KeyPair issuingKey = keyPair();
            Instant until = from.plus(LIFETIME);
            X509Certificate root = authority(rootSerial, ROOT_NAME, rootKey, rootKey, 1, until);
            X509Certificate issuing = authority(issuingSerial, ISSUING_NAME, issuingKey, rootKey, 0, until);
            return new Authorities(issuingKey, root, issuing);
        }

        private X509Certificate authority(
                BigInteger serial, X500Name name, KeyPair own, KeyPair issuer, int authoritiesBelow, Instant until) {
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(ROOT_NAME, serial, Date.from(from), Date.from(until), name, info(own));
            return signed(
                    builder,
                    info(own),
                    issuer,
                    new BasicConstraints(authoritiesBelow),
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        }
    }

    private record Authorities(KeyPair issuing, X509Certificate root, X509Certificate intermediate) {}

    private record Leaf(
            Authorities signer,
            SubjectPublicKeyInfo key,
            List<String> names,
            Instant from,
            Instant until,
            BigInteger serial) {

        X509Certificate create() {
            String main = names.get(0);
            X500Name subject =
                    main.length() <= MAX_COMMON_NAME ? name(main) : new X500NameBuilder(BCStyle.INSTANCE).build();
            GeneralName[] sans = names.stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(ISSUING_NAME, serial, Date.from(from), Date.from(until), subject, key);
            try {
                ExtendedKeyUsage server = new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
                builder.addExtension(Extension.extendedKeyUsage, false, server);
                boolean critical = subject.getRDNs().length == 0;
                builder.addExtension(Extension.subjectAlternativeName, critical, new GeneralNames(sans));
            } catch (CertIOException e) {
                throw new IllegalStateException("cannot sign", e);
            }
            KeyUsage usage = new KeyUsage(KeyUsage.digitalSignature);
            return signed(builder, key, signer.issuing(), new BasicConstraints(false), usage);
        }
    }

    private CertificateAuthority(Clock clock, SeededIds ids) {
        this.ids = ids;
        this.key = new Key(clock.instant().minus(Duration.ofDays(1)), ids.serial(), ids.serial());
    }

    /** Creates an authority whose validity began one day ago. */
    public static CertificateAuthority create(Clock clock, SeededIds ids) {
        return new CertificateAuthority(clock, ids);
    }

    /** Returns the root certificate, the trust anchor of every chain of this authority. */
    public X509Certificate root() {
        return authorities().root();
    }

    /** Returns the certificate of the issuing authority, which signs the leaf certificates. */
    public X509Certificate intermediate() {
        return authorities().intermediate();
    }

    /**
     * Creates keys and certificates on first use, because creating them is slow and most stubs never issue a
     * certificate.
     */
    private synchronized Authorities authorities() {
        Authorities known = authorities;
        if (known == null) {
            // Also stored in a field, because the cache drops entries when many stubs start, and the certificates must
            // not change.
            known = AUTHORITIES.get(key, key::create);
            authorities = known;
        }
        return known;
    }

    /**
     * Signs a certificate for a key. The first name is also the common name if it has at most 64 characters. The
     * certificate is valid from the first second to the last second of the given period, both included.
     */
    public X509Certificate issue(SubjectPublicKeyInfo publicKey, List<String> names, Instant from, Instant until) {
        Leaf leaf = new Leaf(authorities(), publicKey, List.copyOf(names), from, until, ids.serial());
        return LEAVES.get(leaf, leaf::create);
    }

    /** Returns a public key whose private key no client has. */
    public SubjectPublicKeyInfo anotherKey() {
        return SubjectPublicKeyInfo.getInstance(intermediate().getPublicKey().getEncoded());
    }

    private static X509Certificate signed(
            X509v3CertificateBuilder builder,
            SubjectPublicKeyInfo own,
            KeyPair issuer,
            BasicConstraints constraints,
            KeyUsage usage) {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, constraints)
                    .addExtension(Extension.keyUsage, true, usage)
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(own))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(info(issuer)));
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no elliptic curves", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static SubjectPublicKeyInfo info(KeyPair key) {
        return SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
    }
}
