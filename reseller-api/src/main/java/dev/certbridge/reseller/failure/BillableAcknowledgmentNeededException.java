package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Quote;
import java.util.Optional;

/**
 * A refusal by Realtime Register because the charges of the order were not acknowledged. Nothing was ordered. Compare
 * {@link #quote()} with the limit, then order with {@link dev.certbridge.reseller.order.Spending#acknowledging}.
 */
@FailureSummary(
        value = "rejected: the charges in `quote()` have to be acknowledged",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class BillableAcknowledgmentNeededException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Quote> quote;

    /** Creates the failure with the refusal and the charges in the response. */
    public BillableAcknowledgmentNeededException(OperationRef origin, Refusal refusal, Optional<Quote> quote) {
        super(
                origin,
                refusal,
                "charges need acknowledgment: " + refusal
                        + quote.map(q -> " (" + q + ")").orElse(""));
        this.quote = quote;
    }

    /** Returns the charges to acknowledge; empty if the reseller did not list them in a readable form. */
    public Optional<Quote> quote() {
        return quote == null ? Optional.empty() : quote;
    }
}
