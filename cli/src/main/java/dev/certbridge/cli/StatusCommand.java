package dev.certbridge.cli;

import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code certbridge status}: shows an order or a certificate. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the current state of an order or a certificate.",
        footer = {"", "Example:", "  certbridge status certbridge:regfish:live:-:order:... --live"})
final class StatusCommand extends ResellerCommand implements NamedOrder {

    @Parameters(paramLabel = "ID", description = "The id of an order or a certificate.")
    private String id = "";

    @Override
    public Integer call() {
        if (id.strip().startsWith("certbridge-certificate:")) {
            CertificateId certificateId = CertificateId.parse(id);
            try (ResellerSession session = connection.connect(certificateId)) {
                Certificate certificate = CommandFailedException.reading(
                        () -> session.reseller().certificates().get(certificateId));
                output.print(
                        JsonOutput.certificate(certificate), report -> TextOutput.certificate(report, certificate));
            }
        } else {
            OrderId orderId = OrderId.parse(id);
            try (ResellerSession session = connection.connect(orderId)) {
                Order order = CommandFailedException.reading(
                        () -> session.reseller().orders().get(orderId));
                output.print(JsonOutput.order(order), report -> TextOutput.order(report, order));
            }
        }
        return ExitCode.DONE.code();
    }

    @Override
    public ExitCode exitWhenRefused() {
        try {
            OrderId.parse(id);
            return ExitCode.FAILED;
        } catch (IllegalArgumentException e) {
            return ExitCode.USAGE;
        }
    }
}
