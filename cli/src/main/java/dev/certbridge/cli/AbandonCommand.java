package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge abandon}: records the decision of a person that an attempt ordered nothing. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Marks an unresolved attempt as having ordered nothing, after a person has checked that at the reseller.",
            "Its intent can then order again."
        },
        footer = {
            "",
            "Example:",
            "  certbridge abandon 3 --reseller realtime --reason 'not in the console two days later'"
        })
final class AbandonCommand extends OrderBookCommand implements NamedOrder {

    @Parameters(paramLabel = "ATTEMPT", description = "The number of the attempt, as certbridge unresolved lists it.")
    private long number;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the book.")
    private String reason = "";

    @Option(
            names = "--force",
            description =
                    "Abandon an attempt that may still be in flight by the clock of the order book, when that clock was wrong."
                            + " A late answer is still recorded.")
    private boolean force;

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            Attempt attempt = BookOptions.unresolved(book, number);
            if (force) {
                book.abandonNow(attempt, reason);
            } else {
                abandon(book, attempt);
            }
            output.print(
                    JsonOutput.object()
                            .put("attempt", number)
                            .put("intent", attempt.intent().name())
                            .put("reason", reason),
                    report -> report.item("attempt " + number + " is abandoned; intent \"" + attempt.intent()
                            + "\" can order again"));
        }
        return ExitCode.DONE.code();
    }

    private void abandon(OrderBook book, Attempt attempt) {
        try {
            book.abandon(attempt, reason);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + ". If the clock was wrong when the attempt began, abandon it with --force", e);
        }
    }

    @Override
    public ExitCode exitWhenRefused() {
        return NamedOrder.exitWhenRefused(
                books.findFile().stream().toList(),
                book -> book.attempt(number).stream().toList());
    }
}
