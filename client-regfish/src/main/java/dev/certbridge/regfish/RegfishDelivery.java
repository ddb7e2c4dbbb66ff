package dev.certbridge.regfish;

import dev.certbridge.client.adapter.CertificateVerifier;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;

/** Downloads what was ordered. During a reissue regfish hands out the old certificate, which is not taken. */
final class RegfishDelivery {

    private static final OperationRef LOOK = OperationRef.of(Regfish.NAME, "getCertificate");

    private final RegfishReads reads;
    private final RegfishViews views;
    private final SpendLog book;
    private final Clock clock;

    RegfishDelivery(RegfishReads reads, RegfishViews views, SpendLog book, Clock clock) {
        this.reads = reads;
        this.views = views;
        this.book = book;
        this.clock = clock;
    }

    IssuedCertificate download(OrderId id) {
        if (id.kind() == OrderId.Kind.REISSUE && id.keySha256().equals(OrderId.NONE)) {
            requireReissued(id);
        }
        ApiResponse bundle = reads.bundle(id.providerId());
        return CertificateVerifier.verify(
                bundle.origin(), id, book.requestOf(id).filter(OrderRequest::hasCsr), clock, () -> reading(bundle, id));
    }

    /** The key of a listed reissue is not known, so its certificate does not tell whether it is the new one. */
    private void requireReissued(OrderId id) {
        Order now = views.order(id, reads.anything(id.providerId()));
        if (now.state() != Order.State.ISSUED) {
            throw notReady(
                    LOOK, "the reissue of certificate " + id.providerId() + " is not issued, it is " + now.status());
        }
    }

    private static IssuedCertificate reading(ApiResponse bundle, OrderId id) {
        IssuedCertificate issued = IssuedCertificate.parse(bundle.body()).ofKey(id.keySha256());
        if (id.kind() == OrderId.Kind.REISSUE) {
            refuseOld(bundle.origin(), id, issued);
        }
        return issued;
    }

    private static void refuseOld(OperationRef origin, OrderId id, IssuedCertificate issued) {
        boolean known = !id.keySha256().equals(OrderId.NONE);
        boolean otherKey = known && !issued.keySha256().equals(id.keySha256());
        if (otherKey || issued.serial().equals(id.oldSerial())) {
            throw notReady(origin, "certificate " + id.providerId() + " is still the old one, " + issued.serial());
        }
    }

    private static ConflictException notReady(OperationRef origin, String why) {
        return new ConflictException(origin, Refusal.local(why), ConflictException.Reason.NOT_READY);
    }
}
