package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.order.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge products}: what is on offer. */
@Command(
        name = "products",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lists what a reseller sells; without --at, what the stubs inside this process sell."},
        footer = {"", "Example:", "  certbridge products --at regfish --live"})
final class ProductsCommand implements Callable<Integer> {

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        List<ObjectNode> products = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Subject subject : sellers.chosen(reach)) {
            try (ResellerSession at = reach.connect(subject)) {
                for (Product product : at.reseller().products()) {
                    products.add(JsonOutput.product(subject.name(), product));
                    lines.add(TextOutput.line(subject.name(), product));
                }
            }
        }
        output.tell(
                JsonOutput.list("products", products.stream()),
                report -> TextOutput.list(report, lines, "nothing is on offer"));
        return ExitCode.DONE.code();
    }
}
