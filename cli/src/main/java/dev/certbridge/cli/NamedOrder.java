package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A command that names an order, an intent or an attempt. {@link ExitCode#USAGE} means that nothing was ordered. A
 * mistake in the arguments does not undo an earlier order, so {@link #exitWhenRefused()} is called before that exit
 * code is returned.
 */
interface NamedOrder {

    /**
     * Returns the exit code of a run whose arguments were refused. Returns {@link ExitCode#USAGE} only if nothing was
     * ordered or may have been ordered.
     */
    ExitCode exitWhenRefused();

    /**
     * Returns the exit code of a run whose arguments were refused, according to the attempts in the books in these
     * files. Ignores missing files.
     *
     * @param named a function that returns the attempts of a book that the arguments name
     */
    static ExitCode exitWhenRefused(List<Path> books, Function<OrderBook, List<Attempt>> named) {
        try {
            List<Attempt> all = new ArrayList<>();
            for (Path file : books.stream().filter(Files::isRegularFile).toList()) {
                try (OrderBook book = BookLocations.existing(file)) {
                    all.addAll(named.apply(book));
                }
            }
            return exitWhenRefused(all);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            // If the book cannot be read, an earlier order is possible.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    /** Returns the exit code of a run whose arguments were refused, according to these attempts. */
    static ExitCode exitWhenRefused(List<Attempt> named) {
        if (named.stream().anyMatch(Attempt::unresolved)) {
            return ExitCode.OUTCOME_UNKNOWN;
        }
        boolean accepted = named.stream().anyMatch(attempt -> attempt.state() == Attempt.State.ACCEPTED);
        return accepted ? ExitCode.FAILED : ExitCode.USAGE;
    }
}
