package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ChangeLocation;
import dev.certbridge.contract.ContractChange;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats the difference between two contracts, the OpenAPI documents of a reseller. */
final class DiffReport {

    private DiffReport() {}

    /**
     * Returns the difference as text for people. Breaking changes are listed first, grouped by operation, and a verdict
     * is at the end.
     */
    static String text(ContractDocument before, ContractDocument after, ContractDiff diff) {
        List<String> lines = new ArrayList<>();
        lines.add(before.name() + " -> " + after.name());
        for (Severity severity : Severity.values()) {
            List<ContractChange> changes = diff.changes(severity);
            if (!changes.isEmpty()) {
                lines.add("");
                lines.add(severity + " (" + changes.size() + distinct(diff, severity) + ")");
                operations(changes).forEach((block, operations) -> {
                    lines.add("  " + String.join(", ", operations));
                    lines.addAll(block);
                });
            }
        }
        lines.add("");
        lines.add(verdict(diff));
        return String.join(System.lineSeparator(), lines);
    }

    /** Returns the number of distinct changes as text. Returns an empty text if all changes are distinct. */
    private static String distinct(ContractDiff diff, Severity severity) {
        int distinct = diff.distinct(severity);
        return distinct == diff.changes(severity).size() ? "" : ", " + distinct + " distinct";
    }

    /**
     * Groups operations with equal changes, because one change, such as that of an error body, may affect all
     * operations.
     */
    private static Map<List<String>, List<String>> operations(List<ContractChange> changes) {
        Map<String, List<ContractChange>> byOperation = new LinkedHashMap<>();
        changes.forEach(change -> byOperation
                .computeIfAbsent(change.location().operation(), operation -> new ArrayList<>())
                .add(change));
        Map<List<String>, List<String>> byBlock = new LinkedHashMap<>();
        byOperation
                .values()
                .forEach(own -> byBlock.computeIfAbsent(block(own), block -> new ArrayList<>())
                        .add(heading(own.get(0))));
        return byBlock;
    }

    private static String heading(ContractChange change) {
        String operation = change.location().operation();
        List<String> methods =
                change.members().stream().filter(DiffReport::called).toList();
        return methods.stream()
                .filter(method -> method.endsWith("." + operation))
                .findFirst()
                .or(() -> methods.stream().findFirst())
                .map(method -> operation + " (" + method + ")")
                .orElse(operation);
    }

    private static List<String> block(List<ContractChange> changes) {
        // A change that occurs at several HTTP statuses is printed as one line.
        Map<String, TreeSet<String>> bodies = new LinkedHashMap<>();
        changes.forEach(change ->
                bodies.computeIfAbsent(line(change), line -> new TreeSet<>()).add(body(change.location())));
        return bodies.entrySet().stream()
                .map(line -> "    " + (String.join(", ", line.getValue()) + " " + line.getKey()).strip())
                .toList();
    }

    private static String body(ChangeLocation place) {
        return place.status().isEmpty() && !place.mediaType().isEmpty() ? "request" : place.status();
    }

    private static String line(ContractChange change) {
        ChangeLocation place = change.location();
        String where = Stream.of(place.parameter(), place.mediaType(), place.field())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        // The heading already contains the method of the client.
        String members = change.members().stream()
                .filter(member -> !called(member) || change.type().name().startsWith("OPERATION_"))
                .collect(Collectors.joining(", "));
        return (where.isEmpty() ? "" : where + ": ")
                + change.sentence()
                + (members.isEmpty() ? "" : "  [" + members + "]");
    }

    private static boolean called(String member) {
        return member.contains("Api.") || member.endsWith("Api");
    }

    private static String verdict(ContractDiff diff) {
        int breaking = diff.changes(Severity.BREAKING).size();
        int compatible = diff.changes(Severity.COMPATIBLE).size();
        if (breaking + compatible == 0) {
            return "No change.";
        }
        return breaking == 0
                ? "Compatible: " + count(compatible, "change") + ", none breaks callers."
                : "Breaking: " + count(breaking, "change") + " of " + (breaking + compatible) + " can break callers"
                        + distinct(diff, Severity.BREAKING) + ".";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Returns the difference as JSON for programs. All members are always present. Later versions only add members. */
    static ObjectNode json(ContractDocument before, ContractDocument after, ContractDiff diff) {
        ObjectNode root = JsonOutput.object();
        root.put("old", before.name());
        root.put("new", after.name());
        root.put("breaking", diff.breaking());
        root.put("breakingChanges", diff.changes(Severity.BREAKING).size());
        root.put("compatibleChanges", diff.changes(Severity.COMPATIBLE).size());
        root.put("distinctBreakingChanges", diff.distinct(Severity.BREAKING));
        root.put("distinctCompatibleChanges", diff.distinct(Severity.COMPATIBLE));
        ArrayNode changes = root.putArray("changes");
        diff.changes().forEach(change -> changes.add(json(change)));
        TreeSet<String> operations = new TreeSet<>();
        TreeSet<String> members = new TreeSet<>();
        diff.changes().forEach(change -> {
            operations.add(change.location().operation());
            members.addAll(change.members());
        });
        JsonOutput.texts(root.putArray("operations"), operations);
        JsonOutput.texts(root.putArray("members"), members);
        return root;
    }

    private static ObjectNode json(ContractChange change) {
        ChangeLocation place = change.location();
        ObjectNode node = JsonOutput.object();
        node.put("severity", JsonOutput.word(change.severity()));
        node.put("rule", change.type().id());
        node.put("operation", place.operation());
        node.put("status", place.status());
        node.put("parameter", place.parameter());
        node.put("mediaType", place.mediaType());
        node.put("field", place.field());
        node.put("change", change.sentence());
        JsonOutput.texts(node.putArray("members"), change.members());
        return node;
    }
}
