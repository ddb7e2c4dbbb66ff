package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge products}: lists products. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the products of a reseller; without --reseller, those of the stubs inside this process.",
        footer = {"", "Example:", "  certbridge products --reseller regfish --live"})
final class ProductsCommand extends ResellerCommand {

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Override
    public Integer call() {
        List<ObjectNode> products = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ResellerProvider provider : resellers.selected(connection)) {
            try (ResellerSession session = connection.connect(provider)) {
                for (Product product : session.reseller().products()) {
                    products.add(JsonOutput.product(provider.name(), product));
                    lines.add(TextOutput.line(provider.name(), product));
                }
            }
        }
        output.print(
                JsonOutput.list("products", products.stream()),
                report -> TextOutput.list(report, lines, "no products"));
        return ExitCode.DONE.code();
    }
}
