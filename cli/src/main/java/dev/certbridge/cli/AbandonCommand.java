package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge abandon}: a person answers for it that nothing was ordered. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives an unresolved attempt up: you looked, and it ordered nothing. Its intent is free to order again."
        },
        footer = {"", "Example:", "  certbridge abandon 3 --at realtime --reason 'not in the console two days later'"})
final class AbandonCommand implements Callable<Integer>, NamedOrder {

    @Parameters(paramLabel = "ATTEMPT", description = "Its number, as certbridge unresolved lists it.")
    private long number;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Kept in the book.")
    private String reason = "";

    @Option(
            names = "--force",
            description =
                    "Also when the attempt may still be on its way, by the clock of the order book. For an attempt that was"
                            + " begun with a wrong clock. A late answer to it is still recorded.")
    private boolean force;

    @Mixin
    private final BookOptions books = new BookOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            Attempt attempt = BookOptions.unresolved(book, number);
            if (force) {
                book.abandonNow(attempt, reason);
            } else {
                abandon(book, attempt);
            }
            output.tell(
                    JsonOutput.object()
                            .put("attempt", number)
                            .put("intent", attempt.intent().name())
                            .put("reason", reason),
                    report -> report.item(
                            "attempt " + number + " is given up; \"" + attempt.intent() + "\" is free again"));
        }
        return ExitCode.DONE.code();
    }

    private void abandon(OrderBook book, Attempt attempt) {
        try {
            book.abandon(attempt, reason);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + ". If the clock was wrong when it was begun, --force gives it up now", e);
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return NamedOrder.endOfRefusal(
                books.named().stream().toList(),
                book -> book.attempt(number).stream().toList());
    }
}
