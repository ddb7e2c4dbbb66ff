package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order was sent and its answer was lost, ambiguous or unusable: the order may exist. With a {@link #seenId()} it is
 * recorded in the order book, and repeating the intent returns it. Without one, call {@code reconcile()} before retrying;
 * the intent stays taken until then.
 */
@FailureSummary(
        value = "the answer was lost, ambiguous or unusable; `seenId()` if one was seen",
        outcome = Outcome.UNKNOWN,
        nextStep = NextStep.INVESTIGATE)
public final class OutcomeUnknownException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final boolean accepted;
    private final transient @Nullable OrderId seenId;

    /**
     * Creates the failure.
     *
     * @param accepted true when a 2xx was seen
     * @param seenId the id, when one was seen
     */
    public OutcomeUnknownException(
            OperationRef origin, boolean accepted, @Nullable OrderId seenId, String why, @Nullable Throwable cause) {
        super(
                origin,
                (accepted ? "accepted, but " : "sent, outcome unknown: ")
                        + why
                        + (seenId == null ? "" : "; the order is " + seenId),
                cause);
        this.accepted = accepted;
        this.seenId = seenId;
    }

    /** Returns this failure with the id that was found later in the answer. */
    public OutcomeUnknownException withSeenId(@Nullable OrderId id, String why) {
        return new OutcomeUnknownException(origin(), accepted, id, why, this);
    }

    /** Returns true when the reseller answered 2xx: there is an order, although its id may be unknown. */
    public boolean accepted() {
        return accepted;
    }

    /** Returns the order's id, when any part of the answer contained it. */
    public Optional<OrderId> seenId() {
        return Optional.ofNullable(seenId);
    }
}
