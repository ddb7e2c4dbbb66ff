package dev.certbridge.cli;

import dev.certbridge.reseller.book.OrderBook;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code certbridge resume}: allows a halted order book to send orders again. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Resumes an order book that was halted after an overcharge, by a person, or as a backup.",
        footer = {"", "Example:", "  certbridge resume --reseller realtime --reason 'refunded, see ticket 12'"})
final class ResumeCommand extends OrderBookCommand {

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the book.")
    private String reason = "";

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            Optional<String> halted = book.halted();
            book.resume(reason);
            output.print(
                    JsonOutput.object().put("wasHalted", halted.orElse(null)).put("reason", reason),
                    report -> report.item(halted.map(why -> "the book is resumed; it was halted: " + why)
                            .orElse("the book was not halted")));
        }
        return ExitCode.DONE.code();
    }
}
