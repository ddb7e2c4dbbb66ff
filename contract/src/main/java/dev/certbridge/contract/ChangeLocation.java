package dev.certbridge.contract;

import java.util.Comparator;
import java.util.List;

/**
 * The location of a change in a contract. Each part of the location that does not apply to the change is an empty text.
 *
 * @param operation the operationId in the old contract, or {@code METHOD /path} if the operation has no operationId
 * @param status the status of the response; empty for the request
 * @param parameter a request parameter such as {@code query limit}, or a response header such as {@code header
 *     x-process-id}
 * @param field the path of the changed member in the body. In this path, a dot separates two names, {@code []} stands
 *     for the items of a list, and {@code (Name)} stands for a variant.
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

    /** Returns the parts of this location that are not empty, from the operation to the field. */
    public List<String> parts() {
        return all().stream().filter(part -> !part.isEmpty()).toList();
    }

    private List<String> all() {
        return List.of(operation, status, parameter, mediaType, field);
    }

    ChangeLocation withOperation(String newOperation) {
        return new ChangeLocation(newOperation, status, parameter, mediaType, field);
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

    /** Returns true if the other location equals this location or is inside it. */
    boolean contains(ChangeLocation other) {
        for (int i = 1; i < 4; i++) {
            String part = all().get(i);
            if (!part.isEmpty() && !part.equals(other.all().get(i))) {
                return false;
            }
        }
        return operation.equals(other.operation)
                && (field.isEmpty()
                        || other.field.equals(field)
                        || other.field.startsWith(field) && ".[({".indexOf(other.field.charAt(field.length())) >= 0);
    }

    @Override
    public int compareTo(ChangeLocation other) {
        return ORDER.compare(this, other);
    }
}
