package dev.certbridge.reseller.failure;

/** The reseller, or a local check, said no: certainly nothing was ordered. */
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

    /** The HTTP status; 0 when a local check refused and nothing was sent. */
    public int status() {
        return refusal.status();
    }

    /** The reseller's error type or code, empty when the body had none. */
    public String code() {
        return refusal.code();
    }

    /** The reseller's message on one line, empty when the body had none. */
    public String message() {
        return refusal.message();
    }
}
