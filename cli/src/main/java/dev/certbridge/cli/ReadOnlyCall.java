package dev.certbridge.cli;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;

/** Asks about what was ordered earlier: a refusal refuses the look, and says nothing of the order. */
final class ReadOnlyCall {

    private ReadOnlyCall() {}

    /**
     * What was asked for.
     *
     * @throws CommandFailedException with an end that does not promise that nothing was ordered
     */
    static <T> T at(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (ResellerException | IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.ofLook(e), e);
        }
    }
}
