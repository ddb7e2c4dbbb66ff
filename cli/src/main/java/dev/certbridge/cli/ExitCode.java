package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.NextStep;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The exit codes of commands. */
enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "wrong usage, nothing was ordered anywhere"),
    REJECTED(3, "rejected, nothing was ordered at this reseller"),
    OUTCOME_UNKNOWN(4, "outcome unknown; run certbridge unresolved before you repeat the command"),
    DEADLINE(5, "not finished in time, the order is still valid"),
    ACTION_REQUIRED(6, "a person has to act, the order is still valid"),
    WARNED(7, "certificate written; read its warning before you use the certificate");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /** Returns true if this exit code means that nothing was ordered. */
    boolean orderedNothing() {
        return this == USAGE || this == REJECTED;
    }

    /** Returns the exit code for a failure, according to its outcome and next step. */
    static ExitCode of(Throwable failure) {
        if (failure instanceof NamedOrder.CommandFailedException ended) {
            return ended.exit();
        }
        if (!(failure instanceof ResellerException reseller)) {
            return failure instanceof IllegalArgumentException ? USAGE : FAILED;
        }
        return switch (reseller.outcome()) {
            case NOT_SENT -> reseller.nextStep() == NextStep.CORRECT ? USAGE : FAILED;
            case NOT_ORDERED -> REJECTED;
            case UNKNOWN -> OUTCOME_UNKNOWN;
            case READ_FAILED -> reseller.nextStep() == NextStep.AWAIT ? DEADLINE : FAILED;
            case ORDERED ->
                switch (reseller.nextStep()) {
                    case AWAIT -> DEADLINE;
                    case ACT -> ACTION_REQUIRED;
                    case INVESTIGATE -> OUTCOME_UNKNOWN;
                    default -> FAILED;
                };
        };
    }

    /**
     * Returns the exit code for a failed read of an existing order. Because the order exists, the exit code never means
     * that nothing was ordered.
     */
    static ExitCode afterOrder(Throwable failure) {
        ExitCode exit = of(failure);
        return exit.orderedNothing() ? FAILED : exit;
    }

    /**
     * Returns the exit code of a command that called several resellers. The result is the most serious code. A higher
     * code is more serious than a lower code, with two exceptions. {@code OUTCOME_UNKNOWN} is the most serious code,
     * and {@code WARNED} is less serious than every failure. {@code USAGE} means that nothing was ordered at any
     * reseller, so it counts as {@code FAILED} if another reseller may have received an order.
     */
    static ExitCode worst(List<ExitCode> codes) {
        if (codes.contains(OUTCOME_UNKNOWN)) {
            return OUTCOME_UNKNOWN;
        }
        boolean nothingAnywhere = codes.stream().allMatch(ExitCode::orderedNothing);
        return codes.stream()
                .map(code -> code == USAGE && !nothingAnywhere ? FAILED : code)
                .max(Comparator.comparingInt(ExitCode::severity))
                .orElse(DONE);
    }

    private int severity() {
        return this == DONE ? -1 : this == WARNED ? 0 : code;
    }

    /** Returns the exit code with this number. */
    static ExitCode of(int code) {
        return Arrays.stream(values())
                .filter(exit -> exit.code == code)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Prints each warning about a certificate in a line of its own. Returns {@code WARNED} if the certificate has
     * warnings, and {@code DONE} if it has none.
     */
    static ExitCode warn(IssuedCertificate issued, PrintWriter errors) {
        issued.warnings().forEach(warning -> errors.println("certbridge: warning: " + warning.message()));
        return issued.warnings().isEmpty() ? DONE : WARNED;
    }

    /** Returns the message of a failure in one line. */
    static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return "certbridge: " + PrintableText.of(message.replaceAll("\\s+", " ").strip());
    }
}
