package dev.certbridge.realtime;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The certificate that came of an order, and its issuers: two downloads. */
final class RealtimeDownload {

    private static final OperationRef ORIGIN = OperationRef.of(Realtime.NAME, "downloadCertificate");

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final SpendLog book;
    private final Clock clock;

    RealtimeDownload(RealtimeClient client, RealtimeListings listings, SpendLog book, Clock clock) {
        this.client = client;
        this.listings = listings;
        this.book = book;
        this.clock = clock;
    }

    IssuedCertificate of(OrderId id) {
        Certificate certificate = listings.certificateOf(id.providerId())
                .orElseThrow(() -> new ConflictException(
                        ORIGIN,
                        Refusal.local("process " + id.providerId() + " has no certificate listed yet"),
                        ConflictException.Reason.NOT_READY));
        ApiResponse leaf = client.certificates().downloadCertificate(certificate.getId(), "CRT");
        ApiResponse issuers = client.certificates().downloadCertificate(certificate.getId(), "CA_BUNDLE");
        IssuedCertificate delivered = CertificateVerifier.verify(ORIGIN, id, book.requestOf(id), clock, () -> {
            IssuedCertificate issued =
                    read(leaf.body(), certificate, rest(issuers)).ofKey(id.keySha256());
            if (issued.serial().equals(id.oldSerial())) {
                throw new IllegalStateException(
                        issued + " is the one that the reissue replaces; do not deploy it for the new key");
            }
            return issued;
        });
        RealtimeCertificates.requireLeafOf(certificate, delivered);
        if (id.keySha256().equals(OrderId.NONE)) {
            RealtimeCertificates.requireKeyOf(certificate, delivered);
        }
        return delivered;
    }

    /** The download; where it is not readable, the certificate that the listing holds. The vendor's own add-on reads it. */
    private static IssuedCertificate read(byte[] leaf, Certificate listed, List<byte[]> issuers) {
        try {
            return IssuedCertificate.of(leaf, issuers);
        } catch (IllegalArgumentException e) {
            if (listed.getCertificate() == null || listed.getCertificate().isBlank()) {
                throw e;
            }
            return IssuedCertificate.of(listed.getCertificate().getBytes(StandardCharsets.UTF_8), issuers);
        }
    }

    private static List<byte[]> rest(ApiResponse issuers) {
        return issuers.text().isBlank() ? List.of() : List.of(issuers.body());
    }
}
