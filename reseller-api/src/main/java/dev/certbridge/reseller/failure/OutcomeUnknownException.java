package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request was sent and its answer was lost, ambiguous or unusable: an order may exist. Look before you repeat; the
 * intent stays taken until then.
 */
@WhatHappened("sent, and the answer was lost, ambiguous or unusable: look before you repeat")
public final class OutcomeUnknownException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final boolean accepted;
    private final transient @Nullable OrderId seenId;

    /** Whether a 2xx was seen, the id when one was, and what went wrong. */
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

    /** The same failure from the same place, with the id found later in what had arrived. */
    public OutcomeUnknownException withSeenId(@Nullable OrderId id, String why) {
        return new OutcomeUnknownException(origin(), accepted, id, why, this);
    }

    /** True when the reseller answered 2xx: there is an order, only its details are missing. */
    public boolean accepted() {
        return accepted;
    }

    /** The order's id, when any part of the answer held it. */
    public Optional<OrderId> seenId() {
        return Optional.ofNullable(seenId);
    }
}
