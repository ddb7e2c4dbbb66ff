package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.nio.charset.Charset;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UniversalString;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The content of a PKCS#10 request that was checked. */
record CsrReader(
        byte[] der,
        PublicKey publicKey,
        byte[] subjectPublicKeyInfo,
        Optional<String> commonName,
        List<String> alternativeNames,
        List<String> problems) {

    /** Reads and checks a request. Throws {@link IllegalArgumentException} if the request is not valid. */
    static CsrReader read(byte[] der) {
        PKCS10CertificationRequest request = structure(der);
        PublicKey key = KeyPolicy.publicKey(request.getSubjectPublicKeyInfo());
        CsrSignature.require(der, request, key);
        RequestedExtensions extensions = RequestedExtensions.of(request);
        try {
            return new CsrReader(
                    der.clone(),
                    key,
                    request.getSubjectPublicKeyInfo().getEncoded(),
                    commonName(request).map(name -> domainName("common name", name)),
                    extensions.dnsNames().stream()
                            .map(name -> domainName("alternative name", name))
                            .toList(),
                    Stream.of(CsrSignature.problems(request), KeyPolicy.problems(key), extensions.problems())
                            .flatMap(List::stream)
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

    private static Optional<String> commonName(PKCS10CertificationRequest request) {
        List<String> found;
        try {
            found = Arrays.stream(request.getSubject().getRDNs(BCStyle.CN))
                    .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                    .filter(pair -> pair.getType().equals(BCStyle.CN))
                    .map(pair -> text(pair.getValue()))
                    .toList();
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("the CSR has " + found.size()
                    + " common names, and resellers differ in which one they use. Create a CSR with a single common"
                    + " name");
        }
        return found.stream().findFirst();
    }

    private static String text(ASN1Encodable value) {
        // The library returns a UniversalString as hex digits.
        return value instanceof ASN1UniversalString wide
                ? new String(wide.getOctets(), Charset.forName("UTF-32BE"))
                : ((ASN1String) value).getString();
    }

    private static String domainName(String where, String name) {
        try {
            return DomainName.requireValid(DomainName.lowerCase(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the CSR's " + where + " cannot be ordered: " + e.getMessage(), e);
        }
    }

    static IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException("the CSR cannot be read as PKCS#10. Create a new CSR", cause);
    }
}
