package dev.certbridge.stub.realtime;

import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.SigningRequest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Has the authority sign what was ordered, or the wrong thing when it is told to. */
record StubIssuer(CertificateAuthority authority, RealtimeStubSettings quirks) {

    private static final String SOMEONE_ELSE = "someone-else.example";

    X509Certificate sign(SigningRequest csr, List<String> names, RealtimeCertificate.Term term) {
        return authority.issue(key(csr), names(names), term.from(), term.until());
    }

    private SubjectPublicKeyInfo key(SigningRequest csr) {
        return quirks.anotherKey
                ? SubjectPublicKeyInfo.getInstance(
                        authority.intermediate().getPublicKey().getEncoded())
                : csr.publicKey();
    }

    private List<String> names(List<String> wanted) {
        if (!quirks.anotherName) {
            return wanted;
        }
        List<String> wrong = new ArrayList<>(wanted);
        wrong.set(0, SOMEONE_ELSE);
        return wrong;
    }
}
