package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code certbridge unresolved}: lists the attempts whose outcome is unknown. */
@Command(
        name = "unresolved",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the attempts of an order book whose outcome is unknown.",
            "Also lists orders whose price was not compared with the limit yet, and shows if the book is halted."
        },
        footer = {"", "Example:", "  certbridge unresolved --reseller realtime"})
final class UnresolvedCommand extends OrderBookCommand {

    @Override
    public Integer call() {
        try (OrderBook book = books.open()) {
            List<Attempt> attempts = book.unresolved();
            List<Attempt> uncompared = book.uncompared();
            Optional<String> halted = book.halted();
            ObjectNode document = JsonOutput.list("attempts", attempts.stream().map(JsonOutput::attempt));
            JsonOutput.text(document, "halted", halted);
            uncompared.stream().map(JsonOutput::attempt).forEach(document.putArray("uncompared")::add);
            output.print(document, report -> {
                halted.ifPresent(why -> report.item("the book is halted: " + why + "; certbridge resume resumes it"));
                uncompared.stream()
                        .flatMap(attempt -> attempt.orderId().stream())
                        .forEach(id -> report.item("the charge of " + id
                                + " was not compared with the limit yet; certbridge status compares it"));
                if (!attempts.isEmpty() || uncompared.isEmpty()) {
                    TextOutput.list(
                            report, attempts.stream().map(TextOutput::line).toList(), "nothing is unresolved");
                }
            });
        }
        return ExitCode.DONE.code();
    }
}
