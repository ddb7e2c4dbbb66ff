package dev.certbridge.stub;

/**
 * One thing in a request that the contract does not allow.
 *
 * @param kind what is wrong
 * @param field where: a property with dots and indexes, or the name of a parameter; may be empty
 * @param message the same for people
 */
public record ContractViolation(Kind kind, String field, String message) {

    /** What is wrong, as far as resellers answer differently. */
    public enum Kind {
        /** The body is not JSON, or missing, or of another content type. */
        UNREADABLE,
        /** A property that the contract does not know. */
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
