package dev.certbridge.reseller.failure;

/** A refusal by the reseller or by a local check. Certainly nothing was ordered. */
public abstract sealed class RejectedException extends ResellerException
        permits InvalidRequestException,
                UnauthorizedException,
                NotFoundException,
                ConflictException,
                BillableAcknowledgmentNeededException,
                InsufficientCreditException,
                RateLimitedException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RejectedException(OperationRef origin, Refusal refusal, String message) {
        super(origin, message, null);
        this.refusal = refusal;
    }

    /** Returns the HTTP status; 0 if a local check refused the request and nothing was sent. */
    public int status() {
        return refusal.status();
    }

    /** Returns the reseller's error type or code; an empty text if the body had none. */
    public String code() {
        return refusal.code();
    }

    /** Returns the reseller's message on one line; an empty text if the body had none. */
    public String message() {
        return refusal.message();
    }
}
