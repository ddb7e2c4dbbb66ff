package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the changes between two contracts as text, in the same words for every command and report. */
public final class ChangeSummary {

    private ChangeSummary() {}

    /**
     * Returns the changes, breaking changes first, grouped by operation. Each change is listed once, with the affected
     * operations, the affected members of the generated client, and the remedy.
     */
    public static List<String> lines(ContractDiff diff) {
        List<String> lines = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            List<DistinctChange> changes = diff.distinct().stream()
                    .filter(change -> change.severity() == severity)
                    .toList();
            if (!changes.isEmpty()) {
                lines.add(severity + " (" + counts(diff, severity) + ")");
                byOperations(changes).forEach((operations, own) -> {
                    lines.add("  " + String.join(", ", operations));
                    own.forEach(change -> {
                        lines.add("    " + change.sentence()
                                + (change.members().isEmpty() ? "" : "  " + change.members()));
                        lines.add("      to do: " + change.remedy());
                    });
                });
            }
        }
        return lines;
    }

    private static Map<List<String>, List<DistinctChange>> byOperations(List<DistinctChange> changes) {
        return changes.stream()
                .collect(Collectors.groupingBy(
                        DistinctChange::operationsWithMethods, LinkedHashMap::new, Collectors.toList()));
    }

    private static String counts(ContractDiff diff, Severity severity) {
        int places = diff.changes(severity).size();
        int distinct = diff.distinct(severity);
        return places == distinct ? String.valueOf(places) : distinct + ", at " + places + " places";
    }

    /** Returns the result of the comparison in one sentence. */
    public static String verdict(ContractDiff diff) {
        if (diff.changes().isEmpty()) {
            return "No change.";
        }
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            int distinct = diff.distinct(severity);
            if (distinct > 0) {
                counts.add(distinct + " " + severity.name().toLowerCase(Locale.ROOT)
                        + (counts.isEmpty() ? distinct == 1 ? " change" : " changes" : ""));
            }
        }
        String result = switch (diff.severity()) {
            case BREAKING -> "Breaking: the client can fail until it is changed";
            case UNDECIDED -> "Undecided: the client works as before, but the contract has new parts";
            case COMPATIBLE -> "Compatible: the client works as before";
        };
        return result + " (" + String.join(", ", counts) + ").";
    }
}
