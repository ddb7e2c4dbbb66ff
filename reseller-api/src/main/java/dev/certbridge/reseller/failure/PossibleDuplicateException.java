package dev.certbridge.reseller.failure;

import java.util.List;

/**
 * The reseller lists open orders for the same product and names that the book does not know: nothing was sent. Claim
 * or cancel them, or allow the duplicate in the request.
 */
@FailureSummary(
        value = "an equal order is open that the book does not know",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.INVESTIGATE)
public final class PossibleDuplicateException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> providerIds;

    /** Creates the failure with the open orders, by the reseller's ids. */
    public PossibleDuplicateException(OperationRef origin, List<String> providerIds) {
        super(origin, "nothing was sent: an equal order is already open: " + String.join(", ", providerIds), null);
        this.providerIds = List.copyOf(providerIds);
    }

    /** Returns the reseller's ids of the equal open orders. */
    public List<String> providerIds() {
        return providerIds == null ? List.of() : providerIds;
    }
}
