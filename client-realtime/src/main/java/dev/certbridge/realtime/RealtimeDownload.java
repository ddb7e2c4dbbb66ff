package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.provider.Delivery;
import java.io.ByteArrayOutputStream;

/** The certificate that came of an order, and its issuers: two downloads. */
final class RealtimeDownload {

    private static final Origin ORIGIN = Origin.of(Realtime.NAME, "downloadCertificate");

    private final RealtimeClient client;
    private final RealtimeListings listings;
    private final OrderBook book;

    RealtimeDownload(RealtimeClient client, RealtimeListings listings, OrderBook book) {
        this.client = client;
        this.listings = listings;
        this.book = book;
    }

    IssuedCertificate of(OrderId id) {
        Certificate certificate = listings.certificateOf(id.providerId())
                .orElseThrow(() -> new ConflictException(
                        ORIGIN,
                        Refusal.local("process " + id.providerId() + " has no certificate listed yet"),
                        ConflictException.Reason.NOT_READY));
        Answer leaf = client.certificates().downloadCertificate(certificate.getId(), "CRT");
        Answer issuers = client.certificates().downloadCertificate(certificate.getId(), "CA_BUNDLE");
        IssuedCertificate delivered = Delivery.accept(ORIGIN, id, book.requestOf(id), () -> {
            IssuedCertificate issued = IssuedCertificate.parse(joined(leaf.body(), issuers.body()));
            if (issued.serial().equals(id.oldSerial())) {
                throw new IllegalStateException(
                        issued + " is the one that the reissue replaces; do not deploy it for the new key");
            }
            return issued;
        });
        // Of an order that was found in a listing the key is not known.
        RealtimeCertificates.requireLeafOf(certificate, delivered);
        return delivered;
    }

    private static byte[] joined(byte[] leaf, byte[] issuers) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        bundle.writeBytes(leaf);
        bundle.write('\n');
        bundle.writeBytes(issuers);
        return bundle.toByteArray();
    }
}
