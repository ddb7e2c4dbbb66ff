package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.PemText;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A certificate that was issued. It is signed when somebody looks at it, so that ten thousand cost nothing. */
final class RealtimeCertificate implements ListingEntry {

    /**
     * When it is valid, to the second.
     *
     * @param from the first second
     * @param until the last second
     * @param paidUntil the last second of what was paid for, which reissues reach into; never before {@code until}
     */
    record Term(Instant from, Instant until, Instant paidUntil) {

        /** A term that is paid for, in certificates that are valid for no longer than the limit of the day. */
        static Term of(Instant from, Instant paidUntil) {
            return new Term(from, CertificateLifetime.end(from, paidUntil), paidUntil);
        }
    }

    private static final String ACTIVE = "ACTIVE";
    private static final String EXPIRED = "EXPIRED";

    private final long id;
    private final long process;
    private final ProcessOrder order;
    private final Term term;
    private final StubIssuer signer;
    private final Clock clock;
    private String status = ACTIVE;
    private @Nullable X509Certificate leaf;

    RealtimeCertificate(long id, long process, ProcessOrder order, Term term, StubIssuer signer, Clock clock) {
        this.id = id;
        this.process = process;
        this.order = order;
        this.term = term;
        this.signer = signer;
        this.clock = clock;
    }

    ProcessOrder order() {
        return order;
    }

    Instant expiry() {
        return term.until();
    }

    /** Until when it can be reissued without being paid for again. */
    Instant paidUntil() {
        return term.paidUntil();
    }

    CertificateAuthority authority() {
        return signer.authority();
    }

    List<String> names() {
        return order.names().all();
    }

    synchronized X509Certificate leaf() {
        if (leaf == null) {
            leaf = signer.sign(order.csr(), names(), term);
        }
        return leaf;
    }

    synchronized String status() {
        return status.equals(ACTIVE) && clock.instant().isAfter(term.until()) ? EXPIRED : status;
    }

    /** An expired one can be renewed late, as far as is known. */
    boolean isReplaceable() {
        return List.of(ACTIVE, EXPIRED).contains(status());
    }

    /** RENEWED or REISSUED; what was revoked in the meantime stays so. It can still be downloaded. */
    synchronized void replacedBy(String action) {
        if (status.equals(ACTIVE)) {
            status = action.equals(ProcessOrder.RENEW) ? "RENEWED" : "REISSUED";
        }
    }

    /** One that was replaced is still valid, so it can be revoked. */
    synchronized void revoke() {
        if (List.of("REVOKED", EXPIRED).contains(status())) {
            throw RealtimeRefusal.of("ObjectStatusProhibitsOperation", "The certificate is " + status() + ".");
        }
        status = "REVOKED";
    }

    @Override
    public JsonNode field(String name) {
        return switch (name) {
            case "id" -> LongNode.valueOf(id);
            case "process" -> LongNode.valueOf(process);
            case "product" -> TextNode.valueOf(order.product().id());
            case "domainName" -> TextNode.valueOf(order.names().main());
            case "status" -> TextNode.valueOf(status());
            case "startDate" -> TextNode.valueOf(term.from().toString());
            case "expiryDate" -> TextNode.valueOf(term.until().toString());
            default -> json().path(name);
        };
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("process", process)
                .put("product", order.product().id())
                .put("validationType", order.product().validation().name())
                .put("certificateType", order.product().kind().name())
                .put("domainName", order.names().main())
                .put("providerId", "stub-" + process)
                .put("startDate", term.from().toString())
                .put("expiryDate", term.until().toString())
                .put("status", status())
                .put("publicKeyAlgorithm", order.csr().isRsa() ? "RSA" : "ECDSA")
                .put("publicKeySize", keySize(leaf().getPublicKey()))
                .put("csr", order.csr().pem())
                .put("certificate", PemText.of(leaf()))
                .put("fingerprint", fingerprint());
        if (term.paidUntil().isAfter(term.until())) {
            json.put("subscriptionEndDate", term.paidUntil().toString());
        }
        names().forEach(json.putArray("san")::add);
        for (String field : List.of("organization", "city", "postalCode", "state", "country", "coc")) {
            if (order.body().path(field).isTextual()) {
                json.set(field, order.body().get(field));
            }
        }
        return json;
    }

    static int keySize(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }

    private String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
