package dev.certbridge.contract;

import java.util.Comparator;
import java.util.List;

/**
 * One change between two contracts.
 *
 * @param sentence a phrase that describes the change
 * @param members the affected classes and methods of the generated client in sorted order, such as {@code
 *     Certificate.getOrderState}
 */
public record ContractChange(ChangeType type, ChangeLocation location, String sentence, List<String> members)
        implements Comparable<ContractChange> {

    private static final Comparator<ContractChange> ORDER = Comparator.comparing(ContractChange::severity)
            .thenComparing(ContractChange::location)
            .thenComparing(ContractChange::type)
            .thenComparing(ContractChange::sentence);

    /** Copies the members in sorted order. */
    public ContractChange {
        members = members.stream().distinct().sorted().toList();
    }

    /** Returns the severity of this change. The severity states if the change breaks callers. */
    public Severity severity() {
        return type.severity();
    }

    /** Returns a key that is equal for the same change at every operation and status. */
    List<Object> cause() {
        List<String> models = members.stream()
                .filter(member -> !member.contains("Api.") && !member.endsWith("Api"))
                .toList();
        return models.isEmpty()
                ? List.of(type, sentence, location.withOperation(""))
                : List.of(type, sentence, location.parameter(), models);
    }

    boolean breaking() {
        return severity() == Severity.BREAKING;
    }

    @Override
    public int compareTo(ContractChange other) {
        return ORDER.compare(this, other);
    }
}
