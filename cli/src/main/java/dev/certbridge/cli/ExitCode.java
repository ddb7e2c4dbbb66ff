package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.failure.UnsupportedException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How a command ends. */
enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "wrong usage, nothing was ordered anywhere"),
    REJECTED(3, "rejected, nothing was ordered there"),
    OUTCOME_UNKNOWN(4, "outcome unknown: look before you repeat"),
    DEADLINE(5, "not finished in time, the order stands"),
    ACTION_REQUIRED(6, "a person has to act, the order stands"),
    WARNED(7, "issued and written, with a warning to read before it is deployed");

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

    /** True when it promises that nothing was ordered. */
    boolean orderedNothing() {
        return this == USAGE || this == REJECTED;
    }

    /** Of a certificate that was written: its warnings need a person. */
    static ExitCode of(IssuedCertificate issued) {
        return issued.warnings().isEmpty() ? DONE : WARNED;
    }

    static ExitCode of(Throwable failure) {
        if (failure instanceof CommandFailedException ended) {
            return ended.exit();
        }
        if (failure instanceof OutcomeUnknownException
                || failure instanceof NotRecordedException
                || failure instanceof OverspentException) {
            return OUTCOME_UNKNOWN;
        }
        boolean early = failure instanceof ConflictException conflict
                && conflict.reason() == ConflictException.Reason.NOT_READY;
        if (early || failure instanceof DeadlineExceededException) {
            return DEADLINE;
        }
        if (failure instanceof ActionRequiredException) {
            return ACTION_REQUIRED;
        }
        boolean local = failure instanceof InvalidRequestException invalid && invalid.status() == 0;
        if (local || failure instanceof IllegalArgumentException || failure instanceof UnsupportedException) {
            return USAGE;
        }
        boolean rejected = failure instanceof RejectedException
                || failure instanceof SpendingLimitExceededException
                || failure instanceof IntentMismatchException
                || failure instanceof PossibleDuplicateException
                || failure instanceof BudgetExhaustedException
                || failure instanceof BookHaltedException;
        return rejected ? REJECTED : FAILED;
    }

    /** Of a look at what was ordered earlier: it never promises that nothing was ordered. */
    static ExitCode ofLook(Throwable failure) {
        ExitCode end = of(failure);
        return end.orderedNothing() ? FAILED : end;
    }

    /**
     * Returns the exit code of a command that went to several resellers: an unknown outcome wins, then the highest; a
     * warning ranks below every failure. Where something was ordered at one of them, wrong usage at another counts as
     * failed, because "nothing was ordered anywhere" would be untrue.
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

    /** The end with this code. */
    static ExitCode of(int code) {
        return Arrays.stream(values())
                .filter(exit -> exit.code == code)
                .findFirst()
                .orElseThrow();
    }

    /** Prints the warnings about a certificate, one line each. */
    static void warn(IssuedCertificate issued, PrintWriter errors) {
        issued.warnings().forEach(warning -> errors.println("certbridge: warning: " + warning.message()));
    }

    /** A user's mistake or a reseller's no gets one line. */
    static String oneLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return "certbridge: " + PrintableText.of(message.replaceAll("\\s+", " ").strip());
    }
}
