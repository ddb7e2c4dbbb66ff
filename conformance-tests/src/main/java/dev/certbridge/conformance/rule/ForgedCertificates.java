package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the certificate in downloads by a different certificate of the same authority. */
final class ForgedCertificates {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private ForgedCertificates() {}

    /**
     * Makes all later downloads return a certificate for this key and these names instead of the ordered certificate.
     */
    static void replaceDownloads(TestClient client, KeyAndCsr key, String... names) {
        Instant now = client.time().instant();
        X509Certificate leaf = client.stub()
                .authority()
                .issue(
                        SigningRequest.parse(key.csr().pem()).publicKey(),
                        List.of(names),
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(90)));
        replaceDownloads(client, PemText.of(leaf));
    }

    /** Makes all later downloads return this certificate instead of the ordered certificate. */
    static void replaceDownloads(TestClient client, String leafPem) {
        client.stub()
                .answer(
                        client.candidate().operations().downloading(),
                        CannedFailure.altered(reply -> replaced(reply, leafPem)).always());
    }

    /**
     * Replaces the first certificate in the body. Returns the reply unchanged if the first certificate belongs to an
     * issuer.
     */
    static Reply replaced(Reply reply, String leafPem) {
        Optional<byte[]> decoded = decoded(reply.body());
        String text = new String(decoded.orElse(reply.body()), US_ASCII);
        Matcher first = CERTIFICATE.matcher(text);
        if (!first.find()) {
            return reply;
        }
        // A certificate in a member of a JSON body has escaped line breaks.
        boolean escaped = first.group().contains("\\n");
        if (isIssuer(escaped ? first.group().replace("\\n", "\n") : first.group())) {
            return reply;
        }
        String leaf = escaped ? leafPem.strip().replace("\n", "\\n") : leafPem.strip();
        byte[] other = first.replaceFirst(Matcher.quoteReplacement(leaf)).getBytes(US_ASCII);
        return reply.withBody(decoded.isPresent() ? Base64.getEncoder().encode(other) : other);
    }

    /** Returns the decoded bytes of a base64 body, or empty if the body is not base64. */
    private static Optional<byte[]> decoded(byte[] body) {
        try {
            return Optional.of(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isIssuer(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
            return certificate.getBasicConstraints() >= 0;
        } catch (CertificateException e) {
            throw new IllegalStateException("the stub sent a certificate that cannot be read", e);
        }
    }
}
