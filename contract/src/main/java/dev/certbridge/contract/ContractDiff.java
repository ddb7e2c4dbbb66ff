package dev.certbridge.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What changed between two contracts. Texts, examples, evidence and sources are not compared.
 *
 * @param changes breaking ones first, then by place
 */
public record ContractDiff(List<ContractChange> changes) {

    /** Sorts and freezes the changes. */
    public ContractDiff {
        changes = List.copyOf(new TreeSet<>(changes));
    }

    /**
     * Compares two contracts, by our own rules and by openapi-diff.
     *
     * @throws IllegalArgumentException if one of them cannot be read by openapi-diff, or not in 60 s; the message is one line
     */
    public static ContractDiff between(ContractDocument before, ContractDocument after) {
        return ContractDeadline.within(after.name(), () -> compared(before, after));
    }

    private static ContractDiff compared(ContractDocument before, ContractDocument after) {
        List<ContractChange> found = new ArrayList<>();
        Map<String, ContractOperation> gone = byAddress(before);
        Map<String, ContractOperation> come = byAddress(after);
        Map<ContractOperation, ContractOperation> pairs = new LinkedHashMap<>();
        List.copyOf(gone.keySet()).stream()
                .filter(come::containsKey)
                .forEach(address -> pairs.put(gone.remove(address), come.remove(address)));
        // What has left its address may stand at another one under the same operationId.
        List.copyOf(gone.values())
                .forEach(operation -> sameId(operation, come).ifPresent(moved -> {
                    pairs.put(gone.remove(operation.address()), come.remove(moved.address()));
                }));
        gone.values().forEach(operation -> whole(operation, ChangeType.OPERATION_REMOVED, "was removed", found));
        come.values().forEach(operation -> whole(operation, ChangeType.OPERATION_ADDED, "was added", found));
        pairs.forEach((old, successor) -> new OperationDiff(old, successor).compare(found));
        found.addAll(OpenApiDiffCheck.unnamed(before, after, found));
        return new ContractDiff(found);
    }

    /** Whether any change breaks callers. */
    public boolean breaking() {
        return changes.stream().anyMatch(ContractChange::breaking);
    }

    /** The changes of one severity, in order. */
    public List<ContractChange> changes(Severity severity) {
        return changes.stream().filter(change -> change.severity() == severity).toList();
    }

    /** How many changes of one severity are not the same change of something shared, shown at another operation or status. */
    public int distinct(Severity severity) {
        return (int) changes(severity).stream()
                .map(ContractChange::origin)
                .distinct()
                .count();
    }

    private static Map<String, ContractOperation> byAddress(ContractDocument document) {
        Map<String, ContractOperation> operations = new LinkedHashMap<>();
        document.operations().forEach(operation -> operations.put(operation.address(), operation));
        return operations;
    }

    private static Optional<ContractOperation> sameId(ContractOperation gone, Map<String, ContractOperation> come) {
        return come.values().stream()
                .filter(operation -> !gone.id().isEmpty() && operation.id().equals(gone.id()))
                .findFirst();
    }

    private static void whole(ContractOperation operation, ChangeType rule, String what, List<ContractChange> found) {
        DiffContext.of(found, operation.label(), List.of(operation.generated()))
                .report(rule, "%s %s %s".formatted(operation.method(), operation.path(), what));
    }
}
