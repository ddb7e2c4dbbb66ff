package dev.certbridge.cli;

import dev.certbridge.reseller.book.OrderBook;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge book backup}: writes a backup of an order book that may be in use. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a backup of an order book to a new file, also while the book is in use.",
            "The backup is halted: used as the order book, it sends nothing until certbridge resume, because later orders"
                    + " are missing in it."
        },
        footer = {"", "Example:", "  certbridge book backup /backup/orders-monday.db --at realtime"})
final class BookBackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", converter = FileConverter.class, description = "The backup, a new file.")
    private Path target = Path.of("");

    @Mixin
    private final BookOptions books = new BookOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            book.backup(target);
            output.tell(
                    JsonOutput.object().put("backup", target.toString()),
                    report -> report.item("the order book is backed up to " + target));
        }
        return ExitCode.DONE.code();
    }
}
