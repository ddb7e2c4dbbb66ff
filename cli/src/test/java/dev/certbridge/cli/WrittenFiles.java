package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.Csr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one certificate.
 *
 * @param folder where they are
 */
record WrittenFiles(Path folder) {

    static WrittenFiles at(Path out, String reseller, String name) {
        return new WrittenFiles(out.resolve(reseller).resolve(name));
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    X509Certificate leaf() throws GeneralSecurityException, IOException {
        return certificates("cert.pem").get(0);
    }

    List<X509Certificate> certificates(String file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    /** Fails unless the leaf verifies by the files alone, up to the root that the stub hands out. */
    void requireChain() throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = certificates("chain.pem");
        X509Certificate root = chain.get(chain.size() - 1);
        assertThat(root.getSubjectX500Principal()).isEqualTo(root.getIssuerX500Principal());
        List<X509Certificate> full = certificates("fullchain.pem");
        assertThat(full.get(0)).isEqualTo(leaf());
        assertThat(full.subList(1, full.size())).isEqualTo(chain);

        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(
                        CertificateFactory.getInstance("X.509").generateCertPath(full.subList(0, full.size() - 1)),
                        parameters);
    }

    /** Fails unless only the owner reads the private key, and it is the one of the leaf and of the CSR. */
    void requireKey() throws GeneralSecurityException, IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("privkey.pem"))))
                .isEqualTo("rw-------");
        String base64 = text("privkey.pem").replaceAll("-----[A-Z ]+-----|\\s", "");
        String algorithm = leaf().getPublicKey().getAlgorithm();
        PrivateKey key = KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        Signature signing = Signature.getInstance("SHA256with" + algorithm.replace("EC", "ECDSA"));
        signing.initSign(key);
        signing.update(new byte[] {1, 2, 3});
        Signature verifying = Signature.getInstance("SHA256with" + algorithm.replace("EC", "ECDSA"));
        verifying.initVerify(leaf().getPublicKey());
        verifying.update(new byte[] {1, 2, 3});
        assertThat(verifying.verify(signing.sign())).isTrue();
        assertThat(Csr.parse(text("request.pem")).publicKey()).isEqualTo(leaf().getPublicKey());
    }

    /** The verdict of openssl, or the same words without it where it is not installed. */
    String openssl() throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "openssl",
                            "verify",
                            "-CAfile",
                            folder.resolve("chain.pem").toString(),
                            folder.resolve("cert.pem").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            return folder.resolve("cert.pem") + ": OK";
        }
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }
}
