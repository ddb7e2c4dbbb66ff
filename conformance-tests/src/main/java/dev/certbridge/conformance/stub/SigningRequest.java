package dev.certbridge.conformance.stub;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What a stub reads out of a CSR.
 *
 * @param pem the request as sent
 * @param publicKey the key to certify
 * @param names common name and SANs, the common name first, in lower case and without repetition
 */
public record SigningRequest(String pem, SubjectPublicKeyInfo publicKey, List<String> names) {

    // The JDK's own provider does not find key factories by the identifiers that a CSR holds. Never registered.
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private static final int MOST_REMEMBERED = 500;

    // One request reads its CSR several times, and checking a signature takes longer than all else a stub does.
    private static final Map<String, SigningRequest> READ = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SigningRequest> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    /**
     * Reads a CSR and checks its signature.
     *
     * @throws IllegalArgumentException when the text is no CSR, or its signature does not hold
     */
    public static SigningRequest parse(String pem) {
        SigningRequest known = READ.get(pem);
        if (known != null) {
            return known;
        }
        SigningRequest read = read(pem);
        READ.put(pem, read);
        return read;
    }

    private static SigningRequest read(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw new IllegalArgumentException("not a certificate signing request");
            }
            SubjectPublicKeyInfo publicKey = request.getSubjectPublicKeyInfo();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(publicKey))) {
                throw new IllegalArgumentException("the signature of the request does not hold");
            }
            return new SigningRequest(pem, publicKey, names(request));
        } catch (IOException | PKCSException | OperatorCreationException | IllegalStateException e) {
            throw new IllegalArgumentException("the request cannot be read: " + e.getMessage(), e);
        }
    }

    /** Base64url of the SHA-256 of the public key, as everywhere in certbridge. */
    public String keySha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** True for RSA, false for elliptic curves. */
    public boolean isRsa() {
        return PKCSObjectIdentifiers.rsaEncryption.equals(
                publicKey.getAlgorithm().getAlgorithm());
    }

    private static List<String> names(PKCS10CertificationRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (RDN rdn : request.getSubject().getRDNs(BCStyle.CN)) {
            names.add(IETFUtils.valueToString(rdn.getFirst().getValue()).toLowerCase(Locale.ROOT));
        }
        Extensions extensions = request.getRequestedExtensions();
        if (extensions != null && extensions.getExtension(Extension.subjectAlternativeName) != null) {
            for (GeneralName name : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName)
                    .getNames()) {
                if (name.getTagNo() == GeneralName.dNSName) {
                    names.add(name.getName().toString().toLowerCase(Locale.ROOT));
                }
            }
        }
        return List.copyOf(names);
    }
}
