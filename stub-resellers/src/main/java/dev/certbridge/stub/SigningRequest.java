package dev.certbridge.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A parsed certificate signing request (CSR). The names are the common name and the DNS names of the subject
 * alternative names, in lower case and without duplicates.
 */
public record SigningRequest(String pem, SubjectPublicKeyInfo publicKey, List<String> names) {

    // The provider is used directly and never registered. The JDK's own provider does not find key factories by the
    // algorithm identifiers of a CSR.
    private static final Provider PROVIDER = new BouncyCastleProvider();

    /**
     * The attributes that contain requested extensions: the attribute of PKCS #9, and the attribute that IIS writes
     * instead.
     */
    private static final Set<ASN1ObjectIdentifier> EXTENSION_REQUESTS = Set.of(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14"));

    // Cached, because handling one request parses its CSR several times, and checking a signature takes longer than the
    // rest of the stub.
    private static final LruCache<String, SigningRequest> PARSED = new LruCache<>(500);

    /** Parses a CSR. Throws IllegalArgumentException if the text is not a CSR, or if the signature is wrong. */
    public static SigningRequest parse(String pem) {
        return PARSED.get(pem, () -> read(pem));
    }

    /** Returns a CSR for a new key pair. The private key is discarded. */
    public static SigningRequest generate(String commonName) {
        KeyPair key = CertificateAuthority.keyPair();
        try {
            return parse(PemText.of(
                    new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + commonName), key.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java runtime cannot sign with elliptic curves", e);
        }
    }

    private static SigningRequest read(String pem) {
        try {
            byte[] der = der(pem);
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            if (!isSigned(der, request)) {
                throw new IllegalArgumentException("the signature of the CSR is not valid");
            }
            return new SigningRequest(pem, request.getSubjectPublicKeyInfo(), names(request));
        } catch (IOException | OperatorCreationException | IllegalStateException e) {
            throw new IllegalArgumentException("the request cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] der(String pem) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !block.getType().endsWith("CERTIFICATE REQUEST")) {
                throw new IllegalArgumentException("not a certificate signing request");
            }
            return block.getContent();
        }
    }

    /** Returns the DER bytes of the CSR, unchanged. */
    public byte[] der() {
        try {
            return der(pem);
        } catch (IOException e) {
            throw new IllegalArgumentException("the request cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the parsed structure of the CSR, with its subject and attributes. */
    public PKCS10CertificationRequest structure() {
        try {
            return new PKCS10CertificationRequest(der());
        } catch (IOException e) {
            throw new IllegalArgumentException("the request cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the DNS names among the subject alternative names, in lower case and in the order of the CSR. */
    public List<String> alternativeNames() {
        return alternativeNames(structure());
    }

    /** Returns the SHA-256 of the public key in base64url, the format that certbridge uses everywhere. */
    public String keySha256() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Returns the algorithm of the public key as an object identifier, and the length of the key in bytes. */
    public String keyType() {
        return publicKey.getAlgorithm().getAlgorithm() + " "
                + publicKey.getPublicKeyData().getBytes().length;
    }

    /** Returns true if the public key is an RSA key. */
    public boolean isRsa() {
        return PKCSObjectIdentifiers.rsaEncryption.equals(
                publicKey.getAlgorithm().getAlgorithm());
    }

    /**
     * Checks the signature over the received bytes. The library would sort the attributes first, but some tools sign
     * unsorted attributes.
     */
    private static boolean isSigned(byte[] der, PKCS10CertificationRequest request)
            throws IOException, OperatorCreationException {
        ContentVerifier verifier = new JcaContentVerifierProviderBuilder()
                .setProvider(PROVIDER)
                .build(request.getSubjectPublicKeyInfo())
                .get(request.getSignatureAlgorithm());
        try (OutputStream out = verifier.getOutputStream()) {
            out.write(ASN1Sequence.getInstance(der)
                    .getObjectAt(0)
                    .toASN1Primitive()
                    .getEncoded());
        }
        return verifier.verify(request.getSignature());
    }

    private static List<String> names(PKCS10CertificationRequest request) {
        Set<String> names = new LinkedHashSet<>();
        for (RDN rdn : request.getSubject().getRDNs(BCStyle.CN)) {
            // One RDN may contain several attributes, in any order.
            for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                if (attribute.getType().equals(BCStyle.CN)) {
                    names.add(IETFUtils.valueToString(attribute.getValue()).toLowerCase(Locale.ROOT));
                }
            }
        }
        names.addAll(alternativeNames(request));
        return List.copyOf(names);
    }

    /** Returns the DNS names of all extension requests. Some tools write two extension requests. */
    private static List<String> alternativeNames(PKCS10CertificationRequest request) {
        List<String> names = new ArrayList<>();
        for (Attribute attribute : request.getAttributes()) {
            if (EXTENSION_REQUESTS.contains(attribute.getAttrType())) {
                for (ASN1Encodable value : attribute.getAttributeValues()) {
                    names.addAll(alternativeNames(Extensions.getInstance(value)));
                }
            }
        }
        return names;
    }

    private static List<String> alternativeNames(Extensions extensions) {
        if (extensions.getExtension(Extension.subjectAlternativeName) == null) {
            return List.of();
        }
        return Stream.of(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName)
                        .getNames())
                .filter(name -> name.getTagNo() == GeneralName.dNSName)
                .map(name -> name.getName().toString().toLowerCase(Locale.ROOT))
                .toList();
    }
}
