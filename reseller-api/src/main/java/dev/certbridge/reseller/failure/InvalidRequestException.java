package dev.certbridge.reseller.failure;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** The request breaks a rule: found locally before anything was sent ({@code status()} 0), or by the reseller. */
@WhatHappened("rejected, nothing ordered: the request breaks a rule; all violations at once")
public final class InvalidRequestException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * One broken rule.
     *
     * @param field what is wrong, in the words of the request
     * @param message what to do about it
     */
    public record Violation(String field, String message) implements Serializable {
        @Override
        public String toString() {
            return field.isEmpty() ? message : field + " " + message;
        }
    }

    /** A refusal by the reseller, with the violations it listed, if any. */
    public InvalidRequestException(OperationRef origin, Refusal refusal, List<Violation> violations) {
        super(origin, refusal, "invalid request: " + refusal + listed(violations));
        this.violations = List.copyOf(violations);
    }

    /** A refusal by a local check, with everything that is wrong at once. */
    public static InvalidRequestException local(OperationRef origin, List<Violation> violations) {
        return new InvalidRequestException(origin, Refusal.local("nothing was sent"), violations);
    }

    private static String listed(List<Violation> violations) {
        return violations.isEmpty()
                ? ""
                : violations.stream().map(Violation::toString).collect(Collectors.joining("; ", " (", ")"));
    }

    /** Everything that is wrong, empty when the reseller listed nothing. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
