package dev.certbridge.cli;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code certbridge book}: the group of commands for the file of an order book. */
@Command(
        name = "book",
        mixinStandardHelpOptions = true,
        description = "Works on the file of an order book.",
        subcommands = BookCommand.Backup.class)
final class BookCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        return usage(Objects.requireNonNull(spec));
    }

    /** Prints the help of a command group that was called without one of its commands. Returns the exit code. */
    static int usage(CommandSpec group) {
        group.commandLine().usage(group.commandLine().getOut());
        return ExitCode.USAGE.code();
    }

    /** {@code certbridge book backup}: writes a backup of an order book that may be in use. */
    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Writes a backup of an order book to a new file, also while the book is in use.",
                "The backup is halted: used as the order book, it sends nothing until certbridge resume, because later"
                        + " orders are missing in it."
            },
            footer = {"", "Example:", "  certbridge book backup /backup/orders-monday.db --reseller realtime"})
    static final class Backup extends OrderBookCommand {

        @Parameters(paramLabel = "FILE", description = "The backup, a new file.")
        private Path target = Path.of("");

        @Override
        public Integer call() {
            try (OrderBook book = books.open()) {
                book.backup(target);
                output.print(
                        JsonOutput.object().put("backup", target.toString()),
                        report -> report.item("the order book is backed up to " + target));
            }
            return ExitCode.DONE.code();
        }
    }
}
