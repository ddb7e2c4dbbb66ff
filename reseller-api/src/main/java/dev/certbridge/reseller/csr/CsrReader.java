package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.OutputStream;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** What a PKCS#10 request says, checked. */
record CsrReader(
        byte[] der,
        PublicKey publicKey,
        byte[] subjectPublicKeyInfo,
        Optional<String> commonName,
        List<String> alternativeNames) {

    /** Reads and checks; throws {@link IllegalArgumentException} with one line about what is wrong. */
    static CsrReader read(byte[] der) {
        PKCS10CertificationRequest request = structure(der);
        PublicKey key = AcceptedKey.publicKey(request.getSubjectPublicKeyInfo());
        if (!selfSigned(der, request, key)) {
            throw new IllegalArgumentException("the CSR's own signature is broken, so it was changed or damaged after"
                    + " it was made; make a new one");
        }
        try {
            return new CsrReader(
                    der.clone(),
                    key,
                    request.getSubjectPublicKeyInfo().getEncoded(),
                    commonName(request).map(name -> domainName("common name", name)),
                    alternativeNames(request)
                            .map(name -> domainName("alternative name", name))
                            .toList());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static PKCS10CertificationRequest structure(byte[] der) {
        try {
            return new PKCS10CertificationRequest(der);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static boolean selfSigned(byte[] der, PKCS10CertificationRequest request, PublicKey key) {
        try {
            ContentVerifier verifier =
                    new JcaContentVerifierProviderBuilder().build(key).get(request.getSignatureAlgorithm());
            // The signed bytes as they came: isSignatureValid sorts the attributes first, and some tools do not.
            byte[] signed = ASN1Sequence.getInstance(der)
                    .getObjectAt(0)
                    .toASN1Primitive()
                    .getEncoded();
            try (OutputStream out = verifier.getOutputStream()) {
                out.write(signed);
            }
            return verifier.verify(request.getSignature());
        } catch (OperatorException | IOException | RuntimeException e) {
            // An unknown algorithm or a signature that does not even decode is as broken as a wrong one.
            return false;
        }
    }

    private static Optional<String> commonName(PKCS10CertificationRequest request) {
        List<String> found;
        try {
            found = Arrays.stream(request.getSubject().getRDNs(BCStyle.CN))
                    .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                    .filter(pair -> pair.getType().equals(BCStyle.CN))
                    .map(pair -> ((ASN1String) pair.getValue()).getString())
                    .toList();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("the CSR has " + found.size()
                    + " common names, and resellers disagree on which counts; make one with a single common name");
        }
        return found.stream().findFirst();
    }

    private static Stream<String> alternativeNames(PKCS10CertificationRequest request) {
        try {
            Extensions extensions = request.getRequestedExtensions();
            GeneralNames names = extensions == null
                    ? null
                    : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
            return names == null
                    ? Stream.empty()
                    : Arrays.stream(names.getNames())
                            .filter(name -> name.getTagNo() == GeneralName.dNSName)
                            .map(name -> ((ASN1String) name.getName()).getString())
                            .toList()
                            .stream();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static String domainName(String where, String name) {
        try {
            return DomainName.requireValid(DomainName.lowerCase(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the CSR's " + where + " cannot be ordered: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException("this is not a readable PKCS#10 CSR; make a new one", cause);
    }
}
