package dev.certbridge.reseller.failure;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal because the request is invalid. If {@link #status()} is 0, a local check refused the request and nothing
 * was sent. If {@link #status()} is not 0, the reseller refused the request and ordered nothing.
 */
@FailureSummary(
        value = "rejected: the request breaks rules; `violations()` has all of them",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class InvalidRequestException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * A rule that the request violates.
     *
     * @param field the invalid part of the request; an empty text if the reseller does not name this part
     * @param message the violated rule and, if known, the way to satisfy it
     */
    public record Violation(String field, String message) implements Serializable {
        @Override
        public String toString() {
            return field.isEmpty() ? message : field + " " + message;
        }
    }

    /** Creates a refusal by the reseller with the violations in its response. */
    public InvalidRequestException(OperationRef origin, Refusal refusal, List<Violation> violations) {
        super(origin, refusal, "invalid request: " + refusal + listed(violations));
        this.violations = List.copyOf(violations);
    }

    /** Returns a refusal with all violations that a local check found. */
    public static InvalidRequestException local(OperationRef origin, List<Violation> violations) {
        return new InvalidRequestException(origin, Refusal.local("nothing was sent"), violations);
    }

    private static String listed(List<Violation> violations) {
        return violations.isEmpty()
                ? ""
                : violations.stream().map(Violation::toString).collect(Collectors.joining("; ", " (", ")"));
    }

    /**
     * Returns {@link Outcome#NOT_SENT} for a local check, and {@link Outcome#NOT_ORDERED} for a refusal by the
     * reseller.
     */
    @Override
    public Outcome outcome() {
        return status() == 0 ? Outcome.NOT_SENT : super.outcome();
    }

    /** Returns all violations; empty if the reseller listed none. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
