package dev.certbridge.cli;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;

/** Asks about what was ordered earlier: a refusal refuses the look, and says nothing of the order. */
final class Look {

    private Look() {}

    /**
     * What was asked for.
     *
     * @throws FailedAs with an end that does not promise that nothing was ordered
     */
    static <T> T at(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (ResellerException | IllegalArgumentException e) {
            throw new FailedAs(ExitCode.ofLook(e), e);
        }
    }
}
