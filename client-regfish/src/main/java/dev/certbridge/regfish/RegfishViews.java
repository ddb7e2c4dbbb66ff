package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An order as regfish shows its certificate, with what the book knows of it. */
final class RegfishViews {

    private static final OperationRef LOOK = OperationRef.of(Regfish.NAME, "getCertificate");

    private final SpendLog book;
    private final ResellerAccount place;

    RegfishViews(SpendLog book, ResellerAccount place) {
        this.book = book;
        this.place = place;
    }

    /**
     * An order as a listing or a read shows its certificate.
     *
     * @param claimed whether an intent of the book stands for it
     */
    record Entry(Order order, boolean claimed) {}

    /** This order, from a read or from an item of the listing. */
    Order order(OrderId id, @Nullable Certificate certificate) {
        Order order = id.kind() == OrderId.Kind.REISSUE && certificate != null
                ? RegfishReissues.order(place, id, certificate, before(id))
                : RegfishMapper.order(place, id, certificate);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }

    /** The orders behind an item of the listing: the certificate's own, and reissues of it. */
    Stream<Entry> entries(Certificate certificate) {
        String id = certificate.getId();
        if (id == null || id.isBlank()) {
            return Stream.empty();
        }
        List<KnownOrder> recorded = book.orders(place.target(), id);
        boolean reissues = recorded.stream().anyMatch(known -> isReissue(known.id()));
        boolean orders = recorded.stream().anyMatch(known -> !isReissue(known.id()));
        Stream<Entry> known = recorded.stream()
                .map(one -> new Entry(order(one.id(), certificate), one.intent().isPresent()));
        Stream<OrderId.Kind> others = Stream.concat(
                orders ? Stream.empty() : Stream.of(OrderId.Kind.ORDER),
                reissues || certificate.getReissue() == null ? Stream.empty() : Stream.of(OrderId.Kind.REISSUE));
        return Stream.concat(
                others.map(kind -> new Entry(order(listedId(kind, id, certificate), certificate), false)), known);
    }

    private OrderId listedId(OrderId.Kind kind, String id, Certificate certificate) {
        OrderId listed = place.listedId(kind, id, List.copyOf(RegfishMapper.names(certificate)));
        // While a reissue runs, the old certificate is the one that is shown. Afterwards nothing tells its serial.
        boolean showsOld = kind == OrderId.Kind.REISSUE && RegfishReissues.running(certificate.getReissue());
        return RegfishCertificateMapper.serial(certificate)
                .filter(serial -> showsOld)
                .map(oldSerial -> new OrderId(
                        listed.provider(),
                        listed.environment(),
                        listed.account(),
                        kind,
                        id,
                        listed.keySha256(),
                        listed.namesSha256(),
                        oldSerial))
                .orElse(listed);
    }

    private static boolean isReissue(OrderId id) {
        return id.kind() == OrderId.Kind.REISSUE;
    }

    /** What was kept before this reissue was sent; else what its id tells. */
    private ReissueBaseline before(OrderId id) {
        return book.orders(id.target(), id.providerId()).stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .flatMap(this::snapshot)
                .map(snapshot -> new ReissueBaseline(snapshot.seen()))
                .orElseGet(() -> ReissueBaseline.of(id));
    }

    private Optional<Snapshot> snapshot(KnownOrder reissue) {
        try {
            return reissue.intent()
                    .flatMap(intent -> book.recorded(LOOK, SpendRequest.of(intent, place.target(), reissue.request())))
                    .flatMap(attempt -> attempt.sending().snapshot())
                    .flatMap(book::snapshot);
        } catch (OutcomeUnknownException | IntentMismatchException e) {
            // Its attempt is not settled yet; a look is allowed all the same.
            return Optional.empty();
        }
    }
}
