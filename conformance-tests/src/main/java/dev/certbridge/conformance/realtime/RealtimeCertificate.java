package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.stub.CertificateAuthority;
import dev.certbridge.conformance.stub.Pem;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** A certificate that was issued. */
record RealtimeCertificate(long id, long process, Order order, X509Certificate leaf, CertificateAuthority authority) {

    List<String> names() {
        return order.names().all();
    }

    ObjectNode json(Instant now) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("process", process)
                .put("product", order.product().id())
                .put("validationType", order.product().validation().name())
                .put("certificateType", order.product().kind().name())
                .put("domainName", order.names().main())
                .put("providerId", "stub-" + process)
                .put("startDate", leaf.getNotBefore().toInstant().toString())
                .put("expiryDate", leaf.getNotAfter().toInstant().toString())
                .put("status", now.isAfter(leaf.getNotAfter().toInstant()) ? "EXPIRED" : "ACTIVE")
                .put("publicKeyAlgorithm", order.csr().isRsa() ? "RSA" : "ECDSA")
                .put("publicKeySize", keySize(leaf.getPublicKey()))
                .put("csr", order.csr().pem())
                .put("certificate", Pem.of(leaf))
                .put("fingerprint", fingerprint());
        names().forEach(json.putArray("san")::add);
        for (String field : List.of("organization", "city", "postalCode", "state", "country", "coc")) {
            if (order.body().path(field).isTextual()) {
                json.set(field, order.body().get(field));
            }
        }
        return json;
    }

    private static int keySize(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }

    private String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
