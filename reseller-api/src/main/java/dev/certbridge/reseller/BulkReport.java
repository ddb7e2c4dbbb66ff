package dev.certbridge.reseller;

import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of {@link CertificateReseller#orderAll}. A repeated call with the same intents returns the existing orders
 * and sends none of them again.
 */
public sealed interface BulkReport {

    /** Returns the placed orders by intent. The map includes overcharged orders and orders of an earlier run. */
    Map<Intent, Order> done();

    /** Returns the failures of requests that certainly ordered nothing. */
    Map<Intent, ResellerException> refused();

    /** Returns the failures of requests that may have ordered something: call {@code reconcile} before retrying. */
    Map<Intent, ResellerException> unknown();

    /**
     * Returns the intents of the requests whose orders were not sent because the run halted or the thread was
     * interrupted. The run may nevertheless have requested a price for an order that was not sent.
     */
    List<Intent> notStarted();

    /**
     * Returns the failure that halted the run; empty if no failure halted the run. See {@link
     * CertificateReseller#orderAll} for the failures that halt a run.
     */
    Optional<ResellerException> halted();

    /** Returns a report. */
    static BulkReport of(
            Map<Intent, Order> done,
            Map<Intent, ResellerException> refused,
            Map<Intent, ResellerException> unknown,
            List<Intent> notStarted,
            Optional<ResellerException> halted) {
        return new BulkReportValues(
                Collections.unmodifiableMap(new LinkedHashMap<>(done)),
                Collections.unmodifiableMap(new LinkedHashMap<>(refused)),
                Collections.unmodifiableMap(new LinkedHashMap<>(unknown)),
                List.copyOf(notStarted),
                halted);
    }
}

record BulkReportValues(
        Map<Intent, Order> done,
        Map<Intent, ResellerException> refused,
        Map<Intent, ResellerException> unknown,
        List<Intent> notStarted,
        Optional<ResellerException> halted)
        implements BulkReport {

    /** Returns the number of orders in each group, on one line. */
    @Override
    public String toString() {
        return done.size() + " done, " + refused.size() + " refused, " + unknown.size() + " unknown, "
                + notStarted.size() + " not started";
    }
}
