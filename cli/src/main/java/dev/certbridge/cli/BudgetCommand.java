package dev.certbridge.cli;

import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Money;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge budget}: shows or sets a budget, which limits the total cost of orders. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what is left of a budget of an order book. With --orders and --money it creates or changes the budget."
        },
        footer = {"", "Example:", "  certbridge budget spring --reseller realtime --orders 20 --money EUR:500.00"})
final class BudgetCommand extends OrderBookCommand {

    @Parameters(paramLabel = "NAME", description = "The name of the budget, as in --budget.")
    private String name = "";

    @Option(names = "--orders", paramLabel = "NUMBER", description = "The number of orders that the budget covers.")
    private @Nullable Long orders;

    @Option(
            names = "--money",
            paramLabel = "MONEY",
            description = "The amount that the budget covers, such as EUR:500.00.")
    private @Nullable Money money;

    @Override
    public Integer call() {
        if ((orders == null) != (money == null)) {
            throw new IllegalArgumentException("a budget needs both --orders and --money");
        }
        try (OrderBook book = orders == null ? books.open() : books.openOrCreate()) {
            if (orders != null && money != null) {
                book.budget(Budget.of(name, orders, money));
            }
            Budget.Left left = book.left(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the book has no budget \"" + name + "\"; create it with --orders and --money"));
            output.print(
                    JsonOutput.object()
                            .put("budget", left.budget().name())
                            .put("orders", left.budget().orders())
                            .put("money", left.budget().money().toString())
                            .put("ordersLeft", left.orders())
                            .put("centsLeft", left.cents()),
                    report -> report.item(String.format(
                            Locale.ROOT,
                            "%s: %d of %d orders and %d of %d cents of %s left",
                            left.budget().name(),
                            left.orders(),
                            left.budget().orders(),
                            left.cents(),
                            left.budget().money().cents(),
                            left.budget().money().currency())));
        }
        return ExitCode.DONE.code();
    }
}
