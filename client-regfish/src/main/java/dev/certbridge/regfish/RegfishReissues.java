package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.regfish.generated.model.Validation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Order.State;
import dev.certbridge.reseller.order.OrderId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a reissue stands. The certificate around it is the old one, issued and downloadable, until it is over. */
final class RegfishReissues {

    private static final Set<String> OVER = Set.of("cancelled", "rejected", "failed");
    private static final Set<String> ORDER_OVER = Set.of("cancelled", "order_cancelled");

    private RegfishReissues() {}

    static Order order(ResellerAccount place, OrderId id, Certificate certificate, ReissueBaseline before) {
        Reissue shown = certificate.getReissue();
        // An earlier reissue may be shown for a while, over and done with.
        Reissue own = shown == null || before.had(shown) ? null : shown;
        return RegfishMapper.order(
                place,
                id,
                certificate,
                own == null ? unseen(certificate, before) : state(certificate, own, before),
                own == null ? RegfishMapper.status(certificate) : status(own),
                validation(certificate, own));
    }

    /** True while it is under way. An unknown word counts: it is better waited for. */
    static boolean running(@Nullable Reissue reissue) {
        return reissue != null
                && !OVER.contains(status(reissue))
                && !status(reissue).equals("issued");
    }

    private static State state(Certificate certificate, Reissue own, ReissueBaseline before) {
        String status = status(own);
        if (OVER.contains(status)) {
            return State.ENDED;
        }
        if (status.equals("issued")) {
            // Where nobody knows which reissue was the last before ours, an issued one may be that.
            boolean earlier = !before.knowsReissues() && before.sameSerial(certificate);
            boolean there = Boolean.TRUE.equals(certificate.getCertificatePemAvailable());
            return there && !earlier ? State.ISSUED : State.PENDING;
        }
        if (ORDER_OVER.contains(RegfishMapper.status(certificate))) {
            return State.ENDED;
        }
        return Boolean.TRUE.equals(certificate.getActionRequired()) ? State.ACTION_REQUIRED : State.PENDING;
    }

    /** Without a word about the reissue, the certificate itself has to have changed. */
    private static State unseen(Certificate certificate, ReissueBaseline before) {
        State state = RegfishMapper.state(certificate);
        boolean old = state == State.ISSUED && !before.replaced(certificate);
        // The old certificate may be revoked before the reissue shows.
        boolean oldRevoked =
                state == State.ENDED && RegfishMapper.status(certificate).contains("revoked");
        return old || oldRevoked ? State.PENDING : state;
    }

    private static @Nullable Validation validation(Certificate certificate, @Nullable Reissue own) {
        return own == null || own.getValidation() == null ? certificate.getValidation() : own.getValidation();
    }

    private static String status(Reissue reissue) {
        return reissue.getStatus() == null ? "" : reissue.getStatus().toLowerCase(Locale.ROOT);
    }
}
