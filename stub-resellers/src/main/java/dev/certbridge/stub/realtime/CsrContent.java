package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SigningRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Converts a CSR to the JSON that {@code decodeCsr} returns. */
final class CsrContent {

    private static final Map<ASN1ObjectIdentifier, String> MEMBERS = Map.of(
            BCStyle.C, "country",
            BCStyle.ST, "state",
            BCStyle.L, "locality",
            BCStyle.POSTAL_CODE, "postalCode",
            BCStyle.O, "organization",
            BCStyle.OU, "organizationalUnit",
            BCStyle.CN, "commonName",
            BCStyle.E, "emailAddress");

    private CsrContent() {}

    static ObjectNode of(SigningRequest csr) {
        try {
            X500Name subject = csr.structure().getSubject();
            ObjectNode json = Reply.object().put("subject", subject.toString());
            ArrayNode street = json.putArray("street");
            for (RDN rdn : subject.getRDNs()) {
                for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
                    String text = IETFUtils.valueToString(attribute.getValue());
                    if (attribute.getType().equals(BCStyle.STREET)) {
                        street.add(text);
                    } else if (MEMBERS.containsKey(attribute.getType())) {
                        json.put(MEMBERS.get(attribute.getType()), text);
                    }
                }
            }
            csr.alternativeNames().forEach(json.putArray("altNames")::add);
            PublicKey key = KeyFactory.getInstance(csr.isRsa() ? "RSA" : "EC")
                    .generatePublic(new X509EncodedKeySpec(csr.publicKey().getEncoded()));
            return json.put("publicKeyAlgorithm", csr.isRsa() ? "RSA" : "ECDSA")
                    .put("publicKeySize", keySize(key))
                    .put("md5", digest("MD5", csr.der()))
                    .put("sha256", digest("SHA-256", csr.der()));
        } catch (IOException | GeneralSecurityException e) {
            throw RealtimeRefusal.of("InvalidCSRException", "The CSR cannot be read: " + e.getMessage());
        }
    }

    /** Returns the size of an RSA or elliptic-curve key in bits, or 0 for another key. */
    static int keySize(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }

    private static String digest(String algorithm, byte[] der) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(der));
    }
}
