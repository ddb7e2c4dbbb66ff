package dev.certbridge.cli;

/** A failure that ends a command otherwise than {@link ExitCode#of} says of it alone. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exit;
    private final RuntimeException failure;

    CommandFailedException(ExitCode exit, RuntimeException failure) {
        super(failure);
        this.exit = exit;
        this.failure = failure;
    }

    ExitCode exit() {
        return exit;
    }

    /** What went wrong. */
    RuntimeException failure() {
        return failure;
    }
}
