package dev.certbridge.contract;

import java.util.Comparator;
import java.util.function.Function;

/**
 * Where a contract changed. What does not apply is empty.
 *
 * @param operation the operationId of the old contract, or {@code METHOD /path} where it has none
 * @param status the status of the response, empty for the request
 * @param parameter a parameter of the request as {@code query limit}, or a response header as {@code header x-process-id}
 * @param mediaType the type of the body
 * @param field the member inside, with dots, {@code []} for items of a list and {@code (Name)} for a variant
 */
public record ChangeLocation(String operation, String status, String parameter, String mediaType, String field)
        implements Comparable<ChangeLocation> {

    private static final Comparator<ChangeLocation> ORDER = Comparator.comparing(ChangeLocation::operation)
            .thenComparing(ChangeLocation::status)
            .thenComparing(ChangeLocation::parameter)
            .thenComparing(ChangeLocation::mediaType)
            .thenComparing(ChangeLocation::field);

    static ChangeLocation of(String operation) {
        return new ChangeLocation(operation, "", "", "", "");
    }

    ChangeLocation withoutOperation() {
        return new ChangeLocation("", status, parameter, mediaType, field);
    }

    ChangeLocation withStatus(String newStatus) {
        return new ChangeLocation(operation, newStatus, parameter, mediaType, field);
    }

    ChangeLocation withParameter(String newParameter) {
        return new ChangeLocation(operation, status, newParameter, mediaType, field);
    }

    ChangeLocation withMediaType(String newMediaType) {
        return new ChangeLocation(operation, status, parameter, newMediaType, field);
    }

    ChangeLocation withField(String newField) {
        return new ChangeLocation(operation, status, parameter, mediaType, newField);
    }

    ChangeLocation member(String name) {
        return withField(field.isEmpty() ? name : field + "." + name);
    }

    /** Whether the other place is this one or lies inside it. */
    boolean holds(ChangeLocation other) {
        return operation.equals(other.operation)
                && holds(other, ChangeLocation::status)
                && holds(other, ChangeLocation::parameter)
                && holds(other, ChangeLocation::mediaType)
                && inside(other.field);
    }

    private boolean holds(ChangeLocation other, Function<ChangeLocation, String> part) {
        return part.apply(this).isEmpty() || part.apply(this).equals(part.apply(other));
    }

    private boolean inside(String otherField) {
        return field.isEmpty()
                || otherField.equals(field)
                || otherField.startsWith(field) && ".[({".indexOf(otherField.charAt(field.length())) >= 0;
    }

    @Override
    public int compareTo(ChangeLocation other) {
        return ORDER.compare(this, other);
    }
}
