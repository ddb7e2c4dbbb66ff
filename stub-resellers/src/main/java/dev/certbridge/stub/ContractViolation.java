package dev.certbridge.stub;

/**
 * One way in which a request breaks the contract.
 *
 * @param field the place: a property with dots and indexes, or the name of a parameter; may be empty
 * @param message the violation for people
 */
public record ContractViolation(Kind kind, String field, String message) {

    /** The kind of a violation, as far as resellers answer differently. */
    public enum Kind {
        /** The body is not JSON, or missing, or of another content type. */
        UNREADABLE,
        /** A property that the contract does not have. */
        UNKNOWN_PROPERTY,
        /** A value of another type. */
        WRONG_TYPE,
        /** A value that is missing, or outside its limits. */
        CONSTRAINT,
        /** An {@code Accept} header without the type of any answer. */
        ACCEPTED_TYPE
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
