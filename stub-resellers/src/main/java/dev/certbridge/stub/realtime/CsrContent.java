package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.SigningRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The content of a CSR in the words of {@code decodeCsr}. */
final class CsrContent {

    private static final Map<ASN1ObjectIdentifier, String> MEMBERS = members();

    private CsrContent() {}

    static ObjectNode of(SigningRequest csr) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try {
            PKCS10CertificationRequest request = csr.structure();
            byte[] der = csr.der();
            json.put("subject", request.getSubject().toString());
            json.putArray("street");
            for (RDN rdn : request.getSubject().getRDNs()) {
                for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                    String text = IETFUtils.valueToString(attribute.getValue());
                    if (attribute.getType().equals(BCStyle.STREET)) {
                        json.withArrayProperty("street").add(text);
                    } else if (MEMBERS.containsKey(attribute.getType())) {
                        json.put(MEMBERS.get(attribute.getType()), text);
                    }
                }
            }
            csr.alternativeNames().forEach(json.putArray("altNames")::add);
            PublicKey key = KeyFactory.getInstance(csr.isRsa() ? "RSA" : "EC")
                    .generatePublic(new X509EncodedKeySpec(csr.publicKey().getEncoded()));
            return json.put("publicKeyAlgorithm", csr.isRsa() ? "RSA" : "ECDSA")
                    .put("publicKeySize", RealtimeCertificate.keySize(key))
                    .put("md5", digest("MD5", der))
                    .put("sha256", digest("SHA-256", der));
        } catch (IOException | GeneralSecurityException e) {
            throw RealtimeRefusal.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }

    private static String digest(String algorithm, byte[] der) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(der));
    }

    private static Map<ASN1ObjectIdentifier, String> members() {
        Map<ASN1ObjectIdentifier, String> members = new LinkedHashMap<>();
        members.put(BCStyle.C, "country");
        members.put(BCStyle.ST, "state");
        members.put(BCStyle.L, "locality");
        members.put(BCStyle.POSTAL_CODE, "postalCode");
        members.put(BCStyle.O, "organization");
        members.put(BCStyle.OU, "organizationalUnit");
        members.put(BCStyle.CN, "commonName");
        members.put(BCStyle.E, "emailAddress");
        return Map.copyOf(members);
    }
}
