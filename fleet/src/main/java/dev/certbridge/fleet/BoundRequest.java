package dev.certbridge.fleet;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The request to which the order book has bound an intent without an order. The order book refuses any other request
 * for such an intent.
 */
final class BoundRequest {

    private BoundRequest() {}

    /**
     * Returns an attempt whose request is the only request that the order book still accepts for the intent. The result
     * is empty if there are no attempts, or if the reseller refused the last request and no attempt was abandoned
     * before.
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

    /**
     * Returns true if the request of an earlier attempt still matches the specification and the validity limits of
     * today.
     */
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

    /** Returns true if a request has exactly the domain names of the specification. */
    static boolean hasNames(OrderRequest request, CertificateSpec spec) {
        return new HashSet<>(request.names()).equals(new HashSet<>(spec.names()));
    }
}
