package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.ReissueRequest;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reissues: read the old certificate, keep what it shows, reissue once. */
final class RegfishReissuing {

    private static final OperationRef REISSUE = RegfishRequests.REISSUE;

    private final RegfishClient client;
    private final RegfishReads reads;
    private final SpendLog book;
    private final ResellerAccount place;
    private final ConnectOptions options;

    RegfishReissuing(RegfishClient client, SpendLog book, ResellerAccount place, ConnectOptions options) {
        this.client = client;
        this.reads = new RegfishReads(client);
        this.book = book;
        this.place = place;
        this.options = options;
    }

    Order reissue(Intent intent, OrderRequest request, Spending spending) {
        String source = RegfishRequests.reissueSource(place, request, spending);
        SpendRequest wish = SpendRequest.of(intent, place.target(), request);
        Optional<Order> recorded = purchase(wish, RegfishOrderIdReader.none()).recorded();
        if (recorded.isPresent()) {
            return recorded.get();
        }
        Instant at = options.clock().instant();
        Certificate old = reads.certificate(source);
        requireReissuable(request, old);
        Optional<IssuedCertificate> leaf = reads.issued(old);
        RegfishRequests.requireOtherKey(request, leaf);
        ReissueBaseline before = ReissueBaseline.of(old, leaf);
        ReissueRequest wire = RegfishRequests.reissue(request, old);

        SpendExecutor purchase = purchase(wish, RegfishOrderIdReader.toReissue(place, request, before.oldSerial()));
        purchase.takeSnapshot(() -> book.keep(new Snapshot(place.target(), at, before.seen())));
        SpendExecutor.Placed placed = purchase.order(
                spending, Optional.empty(), spend -> client.certificates().reissueCertificate(source, wire, spend));
        Certificate now = RegfishReads.in(placed);
        return now == null
                ? Order.accepted(placed.id(), Optional.of(request), "pending")
                : RegfishReissues.order(place, placed.id(), now, before).withRequest(request);
    }

    private SpendExecutor purchase(SpendRequest wish, RegfishOrderIdReader reading) {
        return new SpendExecutor(REISSUE, book, wish, reading, options.spendDeadline());
    }

    private static void requireReissuable(OrderRequest request, Certificate old) {
        String id = String.valueOf(old.getId());
        if (RegfishMapper.state(old) != Order.State.ISSUED || Boolean.FALSE.equals(old.getReissueSupported())) {
            throw new ConflictException(
                    REISSUE,
                    Refusal.local("nothing was sent: certificate " + id + " is " + RegfishMapper.status(old)
                            + " and cannot be reissued"),
                    ConflictException.Reason.WRONG_STATE);
        }
        if (RegfishReissues.running(old.getReissue()) && !request.duplicateAllowed()) {
            throw new PossibleDuplicateException(
                    REISSUE, List.of(id + " (reissue " + old.getReissue().getId() + ")"));
        }
    }
}
