package dev.certbridge.cli;

import dev.certbridge.reseller.order.Order;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge orders}: what the reseller lists. */
@Command(
        name = "orders",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lists every order the reseller lists, also those the order book does not know."},
        footer = {"", "Example:", "  certbridge orders --at realtime --live"})
final class OrdersCommand implements Callable<Integer> {

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        try (ResellerSession at = reach.connect(sellers.one(reach))) {
            List<Order> found;
            try (Stream<Order> orders = at.reseller().orders().list()) {
                found = orders.toList();
            }
            output.tell(
                    JsonOutput.list("orders", found.stream().map(JsonOutput::order)),
                    report -> TextOutput.list(
                            report, found.stream().map(TextOutput::line).toList(), "no such order"));
        }
        return ExitCode.DONE.code();
    }
}
