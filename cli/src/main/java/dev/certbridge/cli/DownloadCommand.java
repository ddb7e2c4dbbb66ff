package dev.certbridge.cli;

import dev.certbridge.reseller.order.OrderId;
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
            converter = OrderIdConverter.class,
            description = "An order, as certbridge order told it.")
    private @Nullable OrderId id;

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final OutputOptions destination = new OutputOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        OrderId order = Objects.requireNonNull(id);
        try (ResellerSession at = reach.connect(order)) {
            CertificateWriter handover = new CertificateWriter(at, destination, order);
            handover.requireFree();
            return ReadOnlyCall.at(() -> handover.write(at.reseller().orders().download(order), output))
                    .code();
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return id == null ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
