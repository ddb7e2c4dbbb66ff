package dev.certbridge.cli;

import dev.certbridge.reseller.OrderId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge download}: the certificate of an order from earlier. */
@Command(
        name = "download",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Downloads the certificate of an order and writes it next to its key, where that was left."},
        footer = {"", "Example:", "  certbridge download certbridge:regfish:live:-:order:... --live"})
final class DownloadCommand implements Callable<Integer>, NamedOrder {

    @Parameters(
            paramLabel = "ID",
            converter = OrderIdText.class,
            description = "An order, as certbridge order told it.")
    private @Nullable OrderId id;

    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Destination destination = new Destination();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        OrderId order = Objects.requireNonNull(id);
        try (Connected at = reach.connect(order)) {
            Handover handover = new Handover(at, destination, order);
            handover.requireFree();
            return Look.at(() -> handover.write(at.reseller().download(order), output))
                    .code();
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return id == null ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
