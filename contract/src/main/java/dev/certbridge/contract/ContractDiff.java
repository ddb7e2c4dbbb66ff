package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The changes between two contracts. The comparison ignores descriptions and examples, and the extensions {@code
 * x-evidence} and {@code x-source}.
 *
 * @param changes the changes, sorted by severity, with the breaking changes first. Changes of the same severity are
 *     sorted by location.
 */
public record ContractDiff(List<ContractChange> changes) {

    /** Copies the changes in sorted order. */
    public ContractDiff {
        changes = List.copyOf(new TreeSet<>(changes));
    }

    /**
     * Compares two contracts with the rules of this package and with openapi-diff.
     *
     * @throws IllegalArgumentException if openapi-diff cannot read a contract, or the comparison takes over 60 s; the
     *     message is one line
     */
    public static ContractDiff between(ContractDocument before, ContractDocument after) {
        return ContractDeadline.within(after.name(), () -> compare(before, after));
    }

    private static ContractDiff compare(ContractDocument before, ContractDocument after) {
        List<ContractChange> found = new ArrayList<>();
        Map<String, ContractOperation> removed = before.operationsByAddress();
        Map<String, ContractOperation> added = after.operationsByAddress();
        Map<String, ContractOperation> successors = new LinkedHashMap<>();
        removed.keySet().stream()
                .filter(added::containsKey)
                .forEach(address -> successors.put(address, added.get(address)));
        added.keySet().removeAll(successors.keySet());
        // An operation that is no longer at its address may have moved to another address with the same operationId.
        removed.forEach((address, operation) -> {
            if (!successors.containsKey(address) && !operation.id().isEmpty()) {
                added.values().stream()
                        .filter(other -> other.id().equals(operation.id()))
                        .findFirst()
                        .ifPresent(moved -> successors.put(address, added.remove(moved.address())));
            }
        });
        successors.forEach(
                (address, successor) -> new OperationDiff(removed.remove(address), successor).compare(found));
        removed.values().forEach(operation -> report(operation, ChangeType.OPERATION_REMOVED, found));
        added.values().forEach(operation -> report(operation, ChangeType.OPERATION_ADDED, found));
        found.addAll(OpenApiDiffCheck.additional(before, after, found));
        return new ContractDiff(found);
    }

    private static void report(ContractOperation operation, ChangeType type, List<ContractChange> found) {
        DiffContext.of(found, operation).report(type, operation.method(), operation.path());
    }

    /** Returns true if any change breaks callers. */
    public boolean breaking() {
        return changes.stream().anyMatch(ContractChange::breaking);
    }

    /** Returns the changes of one severity, in the order of {@link #changes()}. */
    public List<ContractChange> changes(Severity severity) {
        return changes.stream().filter(change -> change.severity() == severity).toList();
    }

    /** Returns the worst severity of all changes, or {@link Severity#COMPATIBLE} if there is no change. */
    public Severity severity() {
        return changes.isEmpty() ? Severity.COMPATIBLE : changes.get(0).severity();
    }

    /** Returns true if the new contract needs work before it can be used. */
    public boolean needsWork() {
        return severity().needsWork();
    }

    /**
     * Returns the distinct changes, in the order of {@link #changes()}. A change in a part that several operations or
     * statuses share counts as one distinct change.
     */
    public List<DistinctChange> distinct() {
        return changes.stream()
                .collect(Collectors.groupingBy(ContractChange::cause, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(DistinctChange::new)
                .toList();
    }

    /** Returns the number of distinct changes of one severity. */
    public int distinct(Severity severity) {
        return (int) distinct().stream()
                .filter(change -> change.severity() == severity)
                .count();
    }
}
