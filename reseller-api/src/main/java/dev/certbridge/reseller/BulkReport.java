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
 * The result of a run of many orders. Running the same intents again returns the orders that exist and sends nothing for
 * them.
 */
public sealed interface BulkReport {

    /** Returns the orders by intent, those of an earlier run included. */
    Map<Intent, Order> done();

    /** Returns the failures of requests that certainly ordered nothing. */
    Map<Intent, ResellerException> refused();

    /** Returns the failures of requests that may have ordered something: call {@code reconcile} before retrying. */
    Map<Intent, ResellerException> unknown();

    /** Returns the intents that were not begun, because the run halted. */
    List<Intent> notStarted();

    /**
     * Returns the failure that halted the run: an unknown outcome, or a failure that the next order would meet as well, as
     * {@link CertificateReseller#orderAll} lists them.
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

    /** One line of counts. */
    @Override
    public String toString() {
        return done.size() + " done, " + refused.size() + " refused, " + unknown.size() + " unknown, "
                + notStarted.size() + " not started";
    }
}
