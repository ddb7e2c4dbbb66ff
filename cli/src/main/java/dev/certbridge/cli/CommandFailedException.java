package dev.certbridge.cli;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;

/** A failure whose exit code depends on the command, not on the failure alone. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exit;
    private final RuntimeException failure;

    CommandFailedException(ExitCode exit, RuntimeException failure) {
        super(failure);
        this.exit = exit;
        this.failure = failure;
    }

    /**
     * Reads the state of an order that was placed earlier.
     *
     * @throws CommandFailedException with an exit code that does not promise that nothing was ordered
     */
    static <T> T reading(Supplier<T> call) {
        try {
            return call.get();
        } catch (ResellerException | IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.afterOrder(e), e);
        }
    }

    ExitCode exit() {
        return exit;
    }

    RuntimeException failure() {
        return failure;
    }
}
