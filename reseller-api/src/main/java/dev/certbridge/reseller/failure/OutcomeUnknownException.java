package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure after a change was sent: the response was lost, ambiguous or unusable. An order may exist.
 *
 * <p>If {@link #seenId()} is present, the order book contains the order, and a repeated call with the same intent
 * returns the order. After status 200 to a request for a price, however, the attempt stays unresolved even if
 * {@link #seenId()} is present. If the attempt is unresolved, call
 * {@link dev.certbridge.reseller.Orders#reconcile} before retrying. The intent cannot be used again until the attempt
 * is settled or abandoned.
 */
@FailureSummary(
        value = "the answer was lost, ambiguous or unusable; see `seenId()`",
        outcome = Outcome.UNKNOWN,
        nextStep = NextStep.INVESTIGATE)
public final class OutcomeUnknownException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final boolean accepted;
    private final transient @Nullable OrderId seenId;

    /**
     * Creates the failure.
     *
     * @param accepted true if the response had a 2xx status
     * @param seenId the id of the order, or null if no id was seen
     */
    public OutcomeUnknownException(
            OperationRef origin, boolean accepted, @Nullable OrderId seenId, String why, @Nullable Throwable cause) {
        super(
                origin,
                (accepted ? "accepted, but " : "sent, outcome unknown: ")
                        + why
                        + (seenId == null ? "" : ". The order is " + seenId),
                cause);
        this.accepted = accepted;
        this.seenId = seenId;
    }

    /**
     * Returns a copy with the order id that was found later in the response. The copy has this failure as its cause.
     */
    public OutcomeUnknownException withSeenId(@Nullable OrderId id, String why) {
        return new OutcomeUnknownException(origin(), accepted, id, why, this);
    }

    /**
     * Returns true if the reseller responded with a 2xx status. Then an order probably exists, even if its id is not
     * known.
     */
    public boolean accepted() {
        return accepted;
    }

    /** Returns the id of the order; empty if no part of the response contained an id. */
    public Optional<OrderId> seenId() {
        return Optional.ofNullable(seenId);
    }
}
