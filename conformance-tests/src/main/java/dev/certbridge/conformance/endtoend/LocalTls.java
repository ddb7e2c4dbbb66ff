package dev.certbridge.conformance.endtoend;

import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.SeededIds;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * TLS between a server on this machine and a client that trusts it and nobody else: elliptic keys, and an intermediate
 * certificate on the way to the root, as resellers have them.
 *
 * @param server has the certificate of {@link #HOST}
 * @param client for {@link dev.certbridge.client.transport.ConnectOptions#tls}
 */
public record LocalTls(SSLContext server, SSLContext client) {

    /** Whom the certificate names: the address has to name it too. */
    public static final String HOST = "localhost";

    private static final char[] NO_PASSWORD = {};

    /** With an authority and a key of its own. */
    public static LocalTls create() {
        CertificateAuthority authority = CertificateAuthority.create(Clock.systemUTC(), new SeededIds(1));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new LocalTls(server(authority, generator.generateKeyPair()), client(authority));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS with elliptic curves", e);
        }
    }

    private static SSLContext server(CertificateAuthority authority, KeyPair key)
            throws GeneralSecurityException, IOException {
        Instant now = Instant.now();
        Certificate leaf = authority.issue(
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
                List.of(HOST),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(1)));
        KeyStore store = emptyStore();
        store.setKeyEntry(HOST, key.getPrivate(), NO_PASSWORD, new Certificate[] {leaf, authority.intermediate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(CertificateAuthority authority) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("root", authority.root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
