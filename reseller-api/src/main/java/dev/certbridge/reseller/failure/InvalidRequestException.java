package dev.certbridge.reseller.failure;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** The request breaks a rule: found locally before anything was sent ({@code status()} 0), or by the reseller. */
@FailureSummary(
        value = "rejected: the request breaks rules; `violations()` has all of them",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
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

    /** Creates a refusal by the reseller, with the violations it listed, if any. */
    public InvalidRequestException(OperationRef origin, Refusal refusal, List<Violation> violations) {
        super(origin, refusal, "invalid request: " + refusal + listed(violations));
        this.violations = List.copyOf(violations);
    }

    /** Returns a refusal by a local check, with all violations. */
    public static InvalidRequestException local(OperationRef origin, List<Violation> violations) {
        return new InvalidRequestException(origin, Refusal.local("nothing was sent"), violations);
    }

    private static String listed(List<Violation> violations) {
        return violations.isEmpty()
                ? ""
                : violations.stream().map(Violation::toString).collect(Collectors.joining("; ", " (", ")"));
    }

    /** Returns {@link Outcome#NOT_SENT} for a local check, {@link Outcome#NOT_ORDERED} for a refusal by the reseller. */
    @Override
    public Outcome outcome() {
        return status() == 0 ? Outcome.NOT_SENT : super.outcome();
    }

    /** Returns all violations, empty when the reseller listed nothing. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }
}
