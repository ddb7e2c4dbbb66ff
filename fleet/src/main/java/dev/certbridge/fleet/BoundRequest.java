package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The request of an intent that has placed no order. The book accepts no other request for this intent. */
final class BoundRequest {

    private BoundRequest() {}

    /**
     * Returns an attempt with the only request that the book still accepts for the intent. A refusal by the reseller
     * frees the intent, if no earlier attempt was abandoned.
     */
    static Optional<Attempt> find(List<Attempt> attempts) {
        Optional<Attempt> bound = Optional.empty();
        boolean abandoned = false;
        for (Attempt one : attempts) {
            abandoned |= one.state() == Attempt.State.ABANDONED;
            if (one.state() != Attempt.State.REJECTED) {
                bound = Optional.of(one);
            } else if (!abandoned) {
                bound = Optional.empty();
            }
        }
        return bound;
    }

    /** Returns true if a request still matches the specification and the limits of today. */
    static boolean isFor(CertificateSpec spec, Attempt bound, ValidityLimits limits, Clock clock) {
        OrderRequest request = bound.request();
        int mostThen =
                limits.longest(Clock.fixed(bound.begun(), ZoneOffset.UTC)).amount();
        int mostNow = limits.longest(clock).amount();
        boolean validity = spec.validity().isPresent()
                ? spec.validity().equals(request.validity())
                : mostNow == mostThen
                        || request.validity()
                                        .map(one -> OrderDrafts.days(one, 28))
                                        .orElse(0)
                                <= mostNow;
        return validity
                && request.product().equals(spec.product())
                && hasNames(request, spec)
                && request.dcv().equals(spec.dcv())
                && request.dcvByName().equals(spec.dcvByName())
                && request.organization().equals(spec.organization())
                && request.approver().equals(spec.approver())
                && request.language().equals(spec.language());
    }

    /** Returns true if a request has the names of the specification and no other names. */
    static boolean hasNames(OrderRequest request, CertificateSpec spec) {
        return new HashSet<>(request.names()).equals(new HashSet<>(spec.names()));
    }
}
