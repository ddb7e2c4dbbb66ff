package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Quote;
import java.util.Optional;

/** Realtime Register wants its charges acknowledged first. Compare the quote with what you allow, then acknowledge. */
@WhatHappened("rejected, nothing ordered: charges to acknowledge, in `quote()`")
public final class BillableAcknowledgmentNeededException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Quote> quote;

    /** The refusal and the charges it listed. */
    public BillableAcknowledgmentNeededException(OperationRef origin, Refusal refusal, Optional<Quote> quote) {
        super(
                origin,
                refusal,
                "charges need acknowledgment: " + refusal
                        + quote.map(q -> " (" + q + ")").orElse(""));
        this.quote = quote;
    }

    /** The charges to acknowledge, when the reseller listed them readably. */
    public Optional<Quote> quote() {
        return quote == null ? Optional.empty() : quote;
    }
}
