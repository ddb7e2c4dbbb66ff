package dev.certbridge.fleet;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decisions that a run would make, before anything is ordered.
 *
 * @param entries one entry for each specification, in the same sequence as the specifications
 */
public record FleetPlan(List<FleetEntry> entries) {

    /** Creates a plan. */
    public FleetPlan {
        entries = List.copyOf(entries);
    }

    /**
     * Returns the entries that are due. A run with the same specifications orders the due certificates, unless a budget
     * is exhausted, the order book is halted or the clock of the host is wrong.
     */
    public List<FleetEntry> due() {
        return entries.stream().filter(entry -> entry.state() == FleetState.DUE).toList();
    }

    /**
     * Returns the maximum total cost of the due certificates, by currency. The total does not include orders without a
     * price limit.
     */
    public Map<String, Money> mostExpensive() {
        Map<String, Money> sums = new TreeMap<>();
        for (FleetEntry entry : due()) {
            if (entry.spec().spending() instanceof Spending.UpTo upTo) {
                sums.merge(
                        upTo.limit().currency(),
                        upTo.limit(),
                        (a, b) -> new Money(a.currency(), Math.addExact(a.cents(), b.cents())));
            }
        }
        return sums;
    }

    /** Returns the number of due certificates that are ordered without a price limit. */
    public long unquoted() {
        return due().stream()
                .filter(entry -> !(entry.spec().spending() instanceof Spending.UpTo))
                .count();
    }
}
