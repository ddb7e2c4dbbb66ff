package dev.certbridge.reseller.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root of every failure certbridge raises after a call was understood. Never carries a key or a whole body. */
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

    ResellerException(OperationRef origin, String message, @Nullable Throwable cause) {
        super(origin + ": " + message, cause);
        this.origin = origin;
    }

    /** The reseller's name, {@code regfish} for instance. */
    public String provider() {
        return origin.provider();
    }

    /** The operation of the contract that was called or would have been. */
    public String operationId() {
        return origin.operationId();
    }

    /** The reseller's own id of the call, when it sent one. */
    public Optional<String> requestId() {
        return Optional.ofNullable(origin.requestId());
    }

    /** Provider, operation and request id together, to raise a follow-up failure from the same place. */
    public OperationRef origin() {
        return origin;
    }
}
