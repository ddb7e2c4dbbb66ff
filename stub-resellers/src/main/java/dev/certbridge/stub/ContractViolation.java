package dev.certbridge.stub;

/**
 * A violation of the contract by a request. The field is the path of a property or the name of a parameter. The field
 * is empty if the violation concerns the whole request.
 */
public record ContractViolation(Kind kind, String field, String message) {

    /** The kind of a violation. The answer of a reseller depends on the kind of the violation. */
    public enum Kind {
        /** The body is missing, is not JSON, or has the wrong content type. */
        UNREADABLE,
        /** A property is not in the contract. */
        UNKNOWN_PROPERTY,
        /** A value has the wrong type. */
        WRONG_TYPE,
        /** A value is missing or outside its limits. */
        CONSTRAINT,
        /** The {@code Accept} header does not allow the media type of any documented answer. */
        ACCEPTED_TYPE
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
