package dev.certbridge.contract;

import java.util.Comparator;
import java.util.List;

/**
 * One change between two contracts.
 *
 * @param rule which kind of change this is
 * @param place where
 * @param sentence what changed
 * @param members what the generator makes of the place, such as {@code Certificate.getOrderState}; sorted
 */
public record ContractChange(ChangeType rule, ChangeLocation place, String sentence, List<String> members)
        implements Comparable<ContractChange> {

    private static final Comparator<ContractChange> ORDER = Comparator.comparing(ContractChange::severity)
            .thenComparing(ContractChange::place)
            .thenComparing(ContractChange::rule)
            .thenComparing(ContractChange::sentence);

    /** Sorts and freezes the members. */
    public ContractChange {
        members = members.stream().distinct().sorted().toList();
    }

    /** Whether this change breaks callers. */
    public Severity severity() {
        return rule.severity();
    }

    /**
     * What was changed in the document, as far as the members tell: a change to what several operations share shows at each
     * of them and each status, in the same words and with the same models.
     */
    List<Object> origin() {
        List<String> models = members.stream()
                .filter(member -> !member.contains("Api.") && !member.endsWith("Api"))
                .toList();
        return models.isEmpty()
                ? List.of(rule, sentence, place.withoutOperation())
                : List.of(rule, sentence, place.parameter(), models);
    }

    boolean breaking() {
        return severity() == Severity.BREAKING;
    }

    @Override
    public int compareTo(ContractChange other) {
        return ORDER.compare(this, other);
    }
}
