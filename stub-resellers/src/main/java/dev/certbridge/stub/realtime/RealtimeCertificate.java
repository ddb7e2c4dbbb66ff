package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was issued for an order. The certificate is signed when its content is first needed, because most
 * certificates are never read.
 */
final class RealtimeCertificate implements ListingPage.Entry {

    /**
     * The format of a download if the request names no format. The vendor's PHP client requests the format CRT. The
     * default format of the reseller's server is not known.
     */
    static final String DEFAULT_FORMAT = "CRT";

    private static final String ACTIVE = "ACTIVE";
    private static final String EXPIRED = "EXPIRED";

    /** The validity and the paid term of a certificate. A reissue can be valid until the end of the paid term. */
    private record Term(Instant from, Instant until, Instant paidUntil) {}

    private final long id;
    private final RealtimeProcess process;
    private final ProcessOrder order;
    private final Term term;
    private final StubContext context;
    private final RealtimeStubSettings settings;
    private String status = ACTIVE;
    private @Nullable X509Certificate leaf;

    /**
     * Creates a certificate that is valid until the end of its paid term or of the maximum validity, whichever is
     * earlier.
     */
    RealtimeCertificate(
            long id, RealtimeProcess process, Instant paidUntil, StubContext context, RealtimeStubSettings settings) {
        this.id = id;
        this.process = process;
        this.order = process.order();
        Instant from = context.now();
        this.term = new Term(from, CertificateLifetime.end(from, paidUntil), paidUntil);
        this.context = context;
        this.settings = settings;
    }

    long id() {
        return id;
    }

    ProcessOrder order() {
        return order;
    }

    Instant expiry() {
        return term.until();
    }

    Instant paidUntil() {
        return term.paidUntil();
    }

    List<String> names() {
        return order.names().all();
    }

    private synchronized X509Certificate leaf() {
        X509Certificate signed = leaf;
        if (signed == null) {
            CertificateAuthority authority = context.authority();
            List<String> names = new ArrayList<>(names());
            if (settings.anotherName) {
                names.set(0, CertificateAuthority.ANOTHER_NAME);
            }
            SubjectPublicKeyInfo key =
                    settings.anotherKey ? authority.anotherKey() : order.csr().publicKey();
            signed = authority.issue(key, names, term.from(), term.until());
            leaf = signed;
        }
        return signed;
    }

    synchronized String status() {
        return status.equals(ACTIVE) && context.options().clock().instant().isAfter(term.until()) ? EXPIRED : status;
    }

    /**
     * Returns true if the certificate can be renewed or reissued. No source says that the reseller refuses to renew or
     * reissue an expired certificate.
     */
    boolean isReplaceable() {
        return List.of(ACTIVE, EXPIRED).contains(status());
    }

    /**
     * Marks an active certificate as renewed or reissued. A renewed or reissued certificate can still be downloaded.
     */
    synchronized void replacedBy(String action) {
        if (status.equals(ACTIVE)) {
            status = action.equals(ProcessOrder.RENEW) ? "RENEWED" : "REISSUED";
        }
    }

    /**
     * Revokes the certificate. A renewed or reissued certificate can also be revoked. Throws RealtimeRefusal if the
     * certificate is revoked or expired.
     */
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
            case "process" -> LongNode.valueOf(process.id());
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
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("process", process.id())
                .put("product", order.product().id())
                .put("validationType", order.product().validation().name())
                .put("certificateType", order.product().kind().name())
                .put("domainName", order.names().main())
                .put("providerId", "stub-" + process.id())
                .put("startDate", term.from().toString())
                .put("expiryDate", term.until().toString())
                .put("status", status())
                .put("publicKeyAlgorithm", order.csr().isRsa() ? "RSA" : "ECDSA")
                .put("publicKeySize", CsrContent.keySize(leaf().getPublicKey()))
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

    private String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Returns the certificate in a download format. The content type of the download is an assumption. */
    Reply download(String format) {
        X509Certificate intermediate = context.authority().intermediate();
        String text = switch (format) {
            case "CRT" -> certificates(leaf());
            case "CA" -> certificates(intermediate);
            // The bundle includes the root, so that the chain can be verified. No trust store contains the root.
            case "CA_BUNDLE" -> certificates(intermediate, context.authority().root());
            case "CSR" -> encoded(order.csr().pem(), order.csr().der());
            case "PKCS7" -> pkcs7(intermediate);
            // An archive is always sent as base64 text, whatever the settings say.
            case "ZIP" -> Base64.getEncoder().encodeToString(zip(intermediate));
            default -> throw RealtimeRefusal.constraint("format", "is not a download format", TextNode.valueOf(format));
        };
        return Reply.bytes(200, "application/octet-stream", text.getBytes(StandardCharsets.US_ASCII));
    }

    private String certificates(X509Certificate... certificates) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            try {
                der.writeBytes(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate of this stub cannot be encoded", e);
            }
        }
        return encoded(PemText.of((Object[]) certificates), der.toByteArray());
    }

    private String encoded(String pem, byte[] der) {
        return switch (settings.downloadForm) {
            case BASE64_OF_PEM -> Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
            case BASE64_OF_DER -> Base64.getEncoder().encodeToString(der);
            case PEM -> pem;
        };
    }

    private String pkcs7(X509Certificate intermediate) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new JcaCertStore(List.of(leaf(), intermediate)));
            byte[] der = generator.generate(new CMSAbsentContent()).getEncoded();
            return encoded(PemText.of("PKCS7", der), der);
        } catch (GeneralSecurityException | CMSException | IOException e) {
            throw new IllegalStateException("certificates of this stub cannot be packed", e);
        }
    }

    private byte[] zip(X509Certificate intermediate) {
        String stem = "Linux/" + order.names().main().replace("*", "_").replace('.', '_');
        return PemText.zip(leaf(), stem, intermediate);
    }
}
