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
 * The results of many orders. Run the same intents again after looking: what is done stays done and sends nothing.
 *
 * @param done the orders, by intent; also those that the book had from an earlier run
 * @param refused what certainly was not ordered, and why
 * @param unknown what may have been ordered: look before you repeat
 * @param notStarted what was not begun, because the run halted
 * @param halted why the run halted, when it did: an unknown outcome, or what the next order would meet as well, as {@link
 *     CertificateReseller#orderAll} lists it
 */
public record BulkReport(
        Map<Intent, Order> done,
        Map<Intent, ResellerException> refused,
        Map<Intent, ResellerException> unknown,
        List<Intent> notStarted,
        Optional<ResellerException> halted) {

    public BulkReport {
        done = Collections.unmodifiableMap(new LinkedHashMap<>(done));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        notStarted = List.copyOf(notStarted);
    }

    /** Returns one line of counts. */
    @Override
    public String toString() {
        return done.size() + " done, " + refused.size() + " refused, " + unknown.size() + " unknown, "
                + notStarted.size() + " not started";
    }
}
