package dev.certbridge.fleet;

import dev.certbridge.reseller.order.Intent;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of a run.
 *
 * @param entries one entry for each specification, in the same sequence as the specifications
 * @param ordered the intents of the orders that this run placed
 */
public record FleetReport(List<FleetEntry> entries, List<Intent> ordered) {

    /** Creates a report. */
    public FleetReport {
        entries = List.copyOf(entries);
        ordered = List.copyOf(ordered);
    }

    /** Returns the number of certificates in each state. The map does not contain states without certificates. */
    public Map<FleetState, Long> counts() {
        return entries.stream()
                .collect(Collectors.groupingBy(
                        FleetEntry::state, () -> new EnumMap<>(FleetState.class), Collectors.counting()));
    }

    /**
     * Returns the most serious state of all certificates. Returns {@link FleetState#VALID} if there are no
     * certificates.
     */
    public FleetState worst() {
        return entries.stream()
                .map(FleetEntry::state)
                .max(Comparator.naturalOrder())
                .orElse(FleetState.VALID);
    }
}
