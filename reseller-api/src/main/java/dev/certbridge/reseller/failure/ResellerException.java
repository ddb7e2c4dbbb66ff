package dev.certbridge.reseller.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of all failures that certbridge throws for a valid call. The method {@link #outcome()} states the
 * effect on the order and its money. The method {@link #nextStep()} states the next step. The message never contains an
 * API key, a private key or a complete response body.
 */
public abstract sealed class ResellerException extends RuntimeException
        permits RejectedException,
                SpendingLimitExceededException,
                IntentMismatchException,
                PossibleDuplicateException,
                BudgetExhaustedException,
                BookHaltedException,
                UnsupportedException,
                NotSentException,
                OutcomeUnknownException,
                NotRecordedException,
                OverspentException,
                OrderEndedException,
                ActionRequiredException,
                DeadlineExceededException,
                ProviderFaultException,
                BrokenContractException {

    private static final long serialVersionUID = 1L;

    private final OperationRef origin;
    private @Nullable OperationRef notSent;

    ResellerException(OperationRef origin, String message, @Nullable Throwable cause) {
        super(origin + ": " + message, cause);
        this.origin = origin;
    }

    /**
     * Marks this failure as a failure of a call that is made before an order is sent. The message of a marked failure
     * starts with the operation of the order. If the failed call was a read, the outcome of the failure becomes {@link
     * Outcome#NOT_SENT}. If the failed call is the order itself, this method does nothing. Only clients call this
     * method.
     *
     * @param order the operation that was not sent
     */
    public void beforeOrder(OperationRef order) {
        if (!order.operationId().equals(origin.operationId())) {
            notSent = order;
        }
    }

    /** Returns the message in one line. */
    @Override
    public String getMessage() {
        return notSent == null ? super.getMessage() : notSent + ": the order was not sent. " + super.getMessage();
    }

    /** Returns the effect of the failed call on the order and its money. */
    public Outcome outcome() {
        Outcome outcome = summary().outcome();
        return notSent != null && outcome == Outcome.READ_FAILED ? Outcome.NOT_SENT : outcome;
    }

    /** Returns the next step after the failure. */
    public NextStep nextStep() {
        return summary().nextStep();
    }

    private FailureSummary summary() {
        return getClass().getAnnotation(FailureSummary.class);
    }

    /** Returns the reseller's name, {@code regfish} for instance. */
    public String provider() {
        return origin.provider();
    }

    /** Returns the operation id of the call that failed or was not sent, as in the reseller's OpenAPI document. */
    public String operationId() {
        return origin.operationId();
    }

    /** Returns the reseller's own id of the call; empty if the reseller sent none. */
    public Optional<String> requestId() {
        return Optional.ofNullable(origin.requestId());
    }

    /** Returns the provider, the operation and the request id together. */
    public OperationRef origin() {
        return origin;
    }
}
