package dev.certbridge.reseller.failure;

import java.util.List;

/**
 * A refusal because the reseller lists equal open orders that are not in the order book. Two orders are equal if they
 * have the same product and names. Nothing was ordered. Cancel the open orders at the reseller, or allow the duplicate
 * with {@link dev.certbridge.reseller.order.OrderRequest.Builder#allowingDuplicate}.
 */
@FailureSummary(
        value = "the reseller lists an equal open order that is not in the book",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.INVESTIGATE)
public final class PossibleDuplicateException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> providerIds;

    /** Creates the failure with the reseller's ids of the open orders. */
    public PossibleDuplicateException(OperationRef origin, List<String> providerIds) {
        super(origin, "nothing was sent: an equal order is already open: " + String.join(", ", providerIds), null);
        this.providerIds = List.copyOf(providerIds);
    }

    /** Returns the reseller's ids of the equal open orders. */
    public List<String> providerIds() {
        return providerIds == null ? List.of() : providerIds;
    }
}
