package dev.certbridge.cli;

import dev.certbridge.reseller.book.OrderBook;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge resume}: lets a halted book go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lets an order book go on that was halted because a reseller charged more than was allowed."},
        footer = {"", "Example:", "  certbridge resume --at realtime --reason 'refunded, see ticket 12'"})
final class ResumeCommand implements Callable<Integer> {

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Kept in the book.")
    private String reason = "";

    @Mixin
    private final BookOptions books = new BookOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            Optional<String> halted = book.halted();
            book.resume(reason);
            output.tell(
                    JsonOutput.object().put("wasHalted", halted.orElse(null)).put("reason", reason),
                    report -> report.item(halted.map(why -> "the book goes on; it was halted: " + why)
                            .orElse("the book was not halted")));
        }
        return ExitCode.DONE.code();
    }
}
