package dev.certbridge.cli;

import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.Money;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge budget}: what orders may cost together. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what is left of a budget of an order book; with --orders and --money, sets it up or changes it."
        },
        footer = {"", "Example:", "  certbridge budget spring --at realtime --orders 20 --money EUR:500.00"})
final class BudgetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "What --budget names.")
    private String name = "";

    @Option(names = "--orders", paramLabel = "NUMBER", description = "How many orders it covers altogether.")
    private @Nullable Long orders;

    @Option(
            names = "--money",
            paramLabel = "MONEY",
            converter = MoneyConverter.class,
            description = "How much altogether, such as EUR:500.00.")
    private @Nullable Money money;

    @Mixin
    private final BookOptions books = new BookOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        if ((orders == null) != (money == null)) {
            throw new IllegalArgumentException("a budget is set with both --orders and --money");
        }
        try (OrderBook book = orders == null ? books.open() : books.openOrMake()) {
            if (orders != null && money != null) {
                book.budget(new Budget(name, orders, money));
            }
            Budget.Left left = book.left(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the book has no budget \"" + name + "\"; set it up with --orders and --money"));
            output.tell(
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
