package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A command that names an order, an intent or an attempt. The exit code {@link ExitCode#USAGE} means that nothing was
 * ordered. A mistake in the arguments does not undo an earlier order. If the arguments are wrong, the program calls
 * {@link #exitWhenRefused()} to choose the exit code.
 */
interface NamedOrder {

    /**
     * Returns the exit code of a run whose arguments were refused. The exit code is {@code USAGE} only if no earlier
     * run ordered.
     */
    ExitCode exitWhenRefused();

    /**
     * Returns the exit code of a run whose arguments were refused. The exit code depends on the attempts in these order
     * books. Ignores missing files.
     *
     * @param named a function that finds, in an order book, the attempts that the arguments name
     */
    static ExitCode exitWhenRefused(List<Path> books, Function<OrderBook, List<Attempt>> named) {
        try {
            List<Attempt> all = new ArrayList<>();
            for (Path file : books.stream().filter(Files::isRegularFile).toList()) {
                try (OrderBook book = BookLocations.existing(file, new PrintWriter(Writer.nullWriter()))) {
                    all.addAll(named.apply(book));
                }
            }
            return exitWhenRefused(all);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            // If the book cannot be read, an earlier order is possible.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    /** Returns the exit code of a run whose arguments were refused. The exit code depends on these attempts. */
    static ExitCode exitWhenRefused(List<Attempt> named) {
        if (named.stream().anyMatch(Attempt::unresolved)) {
            return ExitCode.OUTCOME_UNKNOWN;
        }
        boolean accepted = named.stream().anyMatch(attempt -> attempt.state() == Attempt.State.ACCEPTED);
        return accepted ? ExitCode.FAILED : ExitCode.USAGE;
    }

    /**
     * Reads an existing order. If the read fails, the exit code of the exception never means that nothing was ordered.
     */
    static <T> T read(Supplier<T> call) {
        try {
            return call.get();
        } catch (ResellerException | IllegalArgumentException e) {
            throw new CommandFailedException(ExitCode.afterOrder(e), e);
        }
    }

    /**
     * A failure with an exit code that the command chose. The command chooses the exit code if the type of the failure
     * does not determine it.
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

        ExitCode exit() {
            return exit;
        }

        RuntimeException failure() {
            return failure;
        }
    }
}
