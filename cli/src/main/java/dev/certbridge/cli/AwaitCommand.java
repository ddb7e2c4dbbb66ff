package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge await}: waits for an order from earlier. */
@Command(
        name = "await",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Waits for an order, shows what to publish in DNS as it appears, and writes the certificate next to its key."
        },
        footer = {"", "Example:", "  certbridge await certbridge:regfish:live:-:order:... --live --deadline 7200"})
final class AwaitCommand implements Callable<Integer>, NamedOrder {

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
    private final TimeoutOption patience = new TimeoutOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        OrderId order = Objects.requireNonNull(id);
        Duration limit = patience.limit();
        try (ResellerSession at = reach.connect(order)) {
            CertificateWriter handover = new CertificateWriter(at, destination, order);
            handover.requireFree();
            return ReadOnlyCall.at(() -> handover.write(awaited(at, order, limit), output))
                    .code();
        }
    }

    private IssuedCertificate awaited(ResellerSession at, OrderId order, Duration limit) {
        ProgressReport report = output.report();
        try {
            IssuedCertificate issued = at.reseller().orders().await(order, limit, report.publisher(), report::look);
            report.looked();
            return issued;
        } catch (ActionRequiredException e) {
            e.url().ifPresent(url -> report.line("act at", url.toString()));
            throw e;
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return id == null ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
