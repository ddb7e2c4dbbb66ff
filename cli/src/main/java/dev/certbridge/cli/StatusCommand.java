package dev.certbridge.cli;

import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge status}: one look. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Shows an order, or a certificate, as it stands now."},
        footer = {"", "Example:", "  certbridge status certbridge:regfish:live:-:order:... --live"})
final class StatusCommand implements Callable<Integer>, NamedOrder {

    @Parameters(paramLabel = "ID", description = "An order's or a certificate's.")
    private String id = "";

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        if (isCertificate()) {
            CertificateId certificateId = CertificateId.parse(id);
            try (ResellerSession at = reach.connect(certificateId)) {
                Certificate certificate =
                        ReadOnlyCall.at(() -> at.reseller().certificates().get(certificateId));
                output.tell(JsonOutput.certificate(certificate), report -> TextOutput.certificate(report, certificate));
            }
        } else {
            OrderId orderId = OrderId.parse(id);
            try (ResellerSession at = reach.connect(orderId)) {
                Order order = ReadOnlyCall.at(() -> at.reseller().orders().get(orderId));
                output.tell(JsonOutput.order(order), report -> TextOutput.order(report, order));
            }
        }
        return ExitCode.DONE.code();
    }

    private boolean isCertificate() {
        return id.strip().startsWith("certbridge-certificate:");
    }

    @Override
    public ExitCode endOfRefusal() {
        return OrderIdConverter.isOrder(id) ? ExitCode.FAILED : ExitCode.USAGE;
    }
}
