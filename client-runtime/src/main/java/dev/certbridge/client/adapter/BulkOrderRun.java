package dev.certbridge.client.adapter;

import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.failure.NextStep;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Outcome;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Sends many orders one after the other. Halts if the next order would also fail or could cost too much. */
public final class BulkOrderRun {

    /** The operation in failures that neither a reseller nor an order book caused. */
    private static final OperationRef ORIGIN = OperationRef.of("certbridge", "orderAll");

    private final Map<Intent, Order> done = new LinkedHashMap<>();
    private final Map<Intent, ResellerException> refused = new LinkedHashMap<>();
    private final Map<Intent, ResellerException> unknown = new LinkedHashMap<>();

    private BulkOrderRun() {}

    /** Sends every request with the given function. An invalid request is refused and does not end the run. */
    public static BulkReport of(Map<Intent, OrderRequest> requests, BiFunction<Intent, OrderRequest, Order> send) {
        return new BulkOrderRun().run(requests, send);
    }

    private BulkReport run(Map<Intent, OrderRequest> requests, BiFunction<Intent, OrderRequest, Order> send) {
        List<Intent> left = new ArrayList<>(requests.keySet());
        ResellerException halted = null;
        while (halted == null && !left.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Intent intent = left.remove(0);
            try {
                done.put(intent, send.apply(intent, requests.get(intent)));
            } catch (ResellerException e) {
                sort(intent, e);
                halted = halts(e) ? e : null;
            } catch (RuntimeException e) {
                // The outcome of this order is unknown. The report of the earlier orders must not be lost.
                halted = new OutcomeUnknownException(ORIGIN, false, null, "the order failed with " + e, e);
                sort(intent, halted);
            }
        }
        return BulkReport.of(done, refused, unknown, left, Optional.ofNullable(halted));
    }

    private void sort(Intent intent, ResellerException e) {
        if (e instanceof OverspentException overspent) {
            done.put(intent, overspent.order());
        } else if (e.outcome() == Outcome.UNKNOWN) {
            unknown.put(intent, e);
        } else {
            refused.put(intent, e);
        }
    }

    /** Returns true if the next order would also fail, or must wait until the outcome of this order is known. */
    private static boolean halts(ResellerException e) {
        return switch (e.outcome()) {
            case UNKNOWN, ORDERED -> true;
            case NOT_SENT, NOT_ORDERED -> e.nextStep() == NextStep.RETRY || e.nextStep() == NextStep.ACT;
            case READ_FAILED -> false;
        };
    }
}
