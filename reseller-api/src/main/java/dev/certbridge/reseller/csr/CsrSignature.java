package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.OutputStream;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The signature of a CSR by its own key, which proves possession of the private key. */
final class CsrSignature {

    private static final String SHA_256 = "; sign the CSR with SHA-256";

    /** The signature algorithms that authorities no longer accept, with the names of their hashes. */
    private static final Map<ASN1ObjectIdentifier, String> WEAK = Map.of(
            PKCSObjectIdentifiers.md5WithRSAEncryption, "MD5",
            PKCSObjectIdentifiers.sha1WithRSAEncryption, "SHA-1",
            X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA-1");

    private static final List<ASN1ObjectIdentifier> STRONG = List.of(
            PKCSObjectIdentifiers.sha224WithRSAEncryption,
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA224,
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    private CsrSignature() {}

    /** Throws {@link IllegalArgumentException} if the algorithm is not supported or the signature is not valid. */
    static void require(byte[] der, PKCS10CertificationRequest request, PublicKey key) {
        ASN1ObjectIdentifier algorithm = algorithm(request);
        if (algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            throw new IllegalArgumentException(
                    "the CSR is signed with RSA-PSS, which resellers do not document. Sign the CSR with SHA-256 and"
                            + " PKCS #1 v1.5. With OpenSSL, omit rsa_padding_mode:pss");
        }
        if (!WEAK.containsKey(algorithm) && !STRONG.contains(algorithm)) {
            throw new IllegalArgumentException(
                    "the CSR is signed with the algorithm " + algorithm + ", which is not supported" + SHA_256);
        }
        if (!verified(der, request, key)) {
            throw new IllegalArgumentException("the CSR's own signature is broken. The CSR was changed or damaged after"
                    + " it was made. Create a new CSR");
        }
    }

    /** Returns the reasons why no public certificate authority accepts this signature. */
    static List<String> problems(PKCS10CertificationRequest request) {
        String weak = WEAK.get(algorithm(request));
        return weak == null
                ? List.of()
                : List.of("is signed with " + weak + ", which certificate authorities no longer accept" + SHA_256);
    }

    private static ASN1ObjectIdentifier algorithm(PKCS10CertificationRequest request) {
        return request.getSignatureAlgorithm().getAlgorithm();
    }

    private static boolean verified(byte[] der, PKCS10CertificationRequest request, PublicKey key) {
        try {
            ContentVerifier verifier =
                    new JcaContentVerifierProviderBuilder().build(key).get(request.getSignatureAlgorithm());
            // The signed bytes are taken from the request unchanged. The library's isSignatureValid sorts the
            // attributes first, but some tools sign the attributes unsorted.
            byte[] signed = ASN1Sequence.getInstance(der)
                    .getObjectAt(0)
                    .toASN1Primitive()
                    .getEncoded();
            try (OutputStream out = verifier.getOutputStream()) {
                out.write(signed);
            }
            return verifier.verify(request.getSignature());
        } catch (OperatorException | IOException | RuntimeException e) {
            // A signature that cannot be decoded is treated as not valid.
            return false;
        }
    }
}
