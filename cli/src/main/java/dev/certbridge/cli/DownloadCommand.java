package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.OrderId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge download}: writes the certificate of an earlier order. */
@Command(
        name = "download",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Downloads the certificate of an order and writes it next to its private key.",
        footer = {"", "Example:", "  certbridge download certbridge:regfish:live:-:order:... --live"})
sealed class DownloadCommand extends ResellerCommand implements NamedOrder permits AwaitCommand {

    @Parameters(paramLabel = "ID", description = "The id of an order, as certbridge order printed it.")
    private @Nullable OrderId id;

    @Mixin
    private final OutputOptions files = new OutputOptions();

    @Override
    public Integer call() {
        OrderId order = Objects.requireNonNull(id);
        try (ResellerSession session = connection.connect(order)) {
            CertificateWriter writer = new CertificateWriter(session, files, order);
            writer.requireFree();
            return CommandFailedException.reading(() -> writer.write(issued(session, order), output))
                    .code();
        }
    }

    IssuedCertificate issued(ResellerSession session, OrderId order) {
        return session.reseller().orders().download(order);
    }

    @Override
    public ExitCode exitWhenRefused() {
        return id == null ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
