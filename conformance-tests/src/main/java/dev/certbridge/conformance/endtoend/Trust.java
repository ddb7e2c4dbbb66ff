package dev.certbridge.conformance.endtoend;

import dev.certbridge.reseller.csr.IssuedCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The verdict of the JDK's own path validation. */
public final class Trust {

    private Trust() {}

    /** Throws unless the certificate verifies now, up to this root, by what came along with it. */
    public static void requireVerifies(IssuedCertificate issued, X509Certificate root) throws GeneralSecurityException {
        requireVerifies(issued, root, Instant.now());
    }

    /** The same at another time. */
    public static void requireVerifies(IssuedCertificate issued, X509Certificate root, Instant at)
            throws GeneralSecurityException {
        List<X509Certificate> path = Stream.concat(Stream.of(issued.leaf()), issued.chain().stream())
                .filter(certificate -> !certificate.equals(root))
                .toList();
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }
}
