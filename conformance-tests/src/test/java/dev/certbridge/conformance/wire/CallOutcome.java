package dev.certbridge.conformance.wire;

import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The outcome of a call, in the words of the contracts' {@code x-outcome}.
 *
 * @param name {@code Answered}, {@code OutcomeUnknown}, {@code Rejected/NotFound}, {@code Rejected/Conflict:UNKNOWN}
 * @param failure the failure, if one was thrown
 */
record CallOutcome(String name, Optional<ResellerException> failure) {

    static CallOutcome of(Supplier<?> call) {
        try {
            call.get();
            return new CallOutcome("Answered", Optional.empty());
        } catch (ResellerException e) {
            return new CallOutcome(name(e), Optional.of(e));
        }
    }

    private static String name(ResellerException failure) {
        String plain = failure.getClass().getSimpleName().replaceAll("Exception$", "");
        String reason = failure instanceof ConflictException conflict ? ":" + conflict.reason() : "";
        return (failure instanceof RejectedException ? "Rejected/" : "") + plain + reason;
    }
}
