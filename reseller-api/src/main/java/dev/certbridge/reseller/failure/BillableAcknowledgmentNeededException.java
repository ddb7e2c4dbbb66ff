package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Quote;
import java.util.Optional;

/** Realtime Register requires its charges to be acknowledged first: compare the quote with the limit, then acknowledge it. */
@FailureSummary(
        value = "rejected: charges have to be acknowledged, in `quote()`",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class BillableAcknowledgmentNeededException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Quote> quote;

    /** Creates the failure with the refusal and the charges it listed. */
    public BillableAcknowledgmentNeededException(OperationRef origin, Refusal refusal, Optional<Quote> quote) {
        super(
                origin,
                refusal,
                "charges need acknowledgment: " + refusal
                        + quote.map(q -> " (" + q + ")").orElse(""));
        this.quote = quote;
    }

    /** Returns the charges to acknowledge, when the reseller listed them in a readable form. */
    public Optional<Quote> quote() {
        return quote == null ? Optional.empty() : quote;
    }
}
