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
public record Place(String operation, String status, String parameter, String mediaType, String field)
        implements Comparable<Place> {

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::operation)
            .thenComparing(Place::status)
            .thenComparing(Place::parameter)
            .thenComparing(Place::mediaType)
            .thenComparing(Place::field);

    static Place of(String operation) {
        return new Place(operation, "", "", "", "");
    }

    Place withoutOperation() {
        return new Place("", status, parameter, mediaType, field);
    }

    Place withStatus(String newStatus) {
        return new Place(operation, newStatus, parameter, mediaType, field);
    }

    Place withParameter(String newParameter) {
        return new Place(operation, status, newParameter, mediaType, field);
    }

    Place withMediaType(String newMediaType) {
        return new Place(operation, status, parameter, newMediaType, field);
    }

    Place withField(String newField) {
        return new Place(operation, status, parameter, mediaType, newField);
    }

    Place member(String name) {
        return withField(field.isEmpty() ? name : field + "." + name);
    }

    /** Whether the other place is this one or lies inside it. */
    boolean holds(Place other) {
        return operation.equals(other.operation)
                && holds(other, Place::status)
                && holds(other, Place::parameter)
                && holds(other, Place::mediaType)
                && inside(other.field);
    }

    private boolean holds(Place other, Function<Place, String> part) {
        return part.apply(this).isEmpty() || part.apply(this).equals(part.apply(other));
    }

    private boolean inside(String otherField) {
        return field.isEmpty()
                || otherField.equals(field)
                || otherField.startsWith(field) && ".[({".indexOf(otherField.charAt(field.length())) >= 0;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
