package dev.certbridge.cli;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;

/**
 * A failure together with an exit code. The command chooses the code, because the failure alone does not determine it.
 */
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
     * Runs a call that reads an order that was placed earlier, and returns its result.
     *
     * @throws CommandFailedException if the call fails; its exit code never means that nothing was ordered
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
