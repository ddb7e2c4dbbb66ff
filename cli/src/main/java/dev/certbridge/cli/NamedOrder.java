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
 * A command that names an order, an intent or an attempt. {@link ExitCode#USAGE} promises that nothing was ordered
 * anywhere, and a mistake in the arguments takes nothing back of what stands: before that exit code is given, whatever the
 * mistake was and wherever it was found, the command is asked.
 */
interface NamedOrder {

    /** Returns how the command ends when it was refused: {@link ExitCode#USAGE} only where nothing stands or may stand. */
    ExitCode endOfRefusal();

    /** Returns the end of a refusal by what the books in these files hold; a file that is missing is not made. */
    static ExitCode endOfRefusal(List<Path> books, Function<OrderBook, List<Attempt>> named) {
        try {
            List<Attempt> all = new ArrayList<>();
            for (Path file : books.stream().filter(Files::isRegularFile).toList()) {
                try (OrderBook book = BookLocations.existing(file)) {
                    all.addAll(named.apply(book));
                }
            }
            return endOfRefusal(all);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            // A book that cannot be read promises nothing.
            return ExitCode.OUTCOME_UNKNOWN;
        }
    }

    /** Returns the end of a refusal by these attempts. */
    static ExitCode endOfRefusal(List<Attempt> named) {
        if (named.stream().anyMatch(Attempt::unresolved)) {
            return ExitCode.OUTCOME_UNKNOWN;
        }
        boolean accepted = named.stream().anyMatch(attempt -> attempt.state() == Attempt.State.ACCEPTED);
        return accepted ? ExitCode.FAILED : ExitCode.USAGE;
    }
}
