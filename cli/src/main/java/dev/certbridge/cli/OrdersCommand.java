package dev.certbridge.cli;

import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.order.Order;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge orders}: lists orders. */
@Command(
        name = "orders",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists all orders at the reseller, also those that are not in the order book.",
        footer = {"", "Example:", "  certbridge orders --reseller realtime --live"})
sealed class OrdersCommand extends ResellerCommand {

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Override
    public Integer call() {
        try (ResellerSession session = connection.connect(resellers.one(connection))) {
            try (Stream<Order> orders = read(session.reseller().orders())) {
                output.printList("orders", orders.toList(), JsonOutput::order, TextOutput::line, "no orders");
            }
        }
        return ExitCode.DONE.code();
    }

    Stream<Order> read(Orders orders) {
        return orders.list();
    }

    /** {@code certbridge audit}: lists the orders at the reseller that are not in the order book. */
    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the orders at the reseller that are not in the order book.",
            footer = {"", "Example:", "  certbridge audit --reseller realtime --live"})
    static final class Audit extends OrdersCommand {

        @Override
        Stream<Order> read(Orders orders) {
            return orders.unclaimed();
        }
    }
}
