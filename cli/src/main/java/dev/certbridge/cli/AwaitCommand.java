package dev.certbridge.cli;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.order.OrderId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge await}: waits for an earlier order. */
@Command(
        name = "await",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Waits for an order, shows the DNS records to publish as they appear, and writes the certificate"
                + " next to its private key.",
        footer = {"", "Example:", "  certbridge await certbridge:regfish:live:-:order:... --live --timeout 7200"})
final class AwaitCommand extends DownloadCommand {

    @Mixin
    private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

    @Override
    public Integer call() {
        timeout.limit();
        return super.call();
    }

    @Override
    IssuedCertificate issued(ResellerSession session, OrderId order) {
        ProgressReport report = output.report();
        try {
            IssuedCertificate issued =
                    session.reseller().orders().await(order, timeout.limit(), report.publisher(), report::polled);
            report.endPolling();
            return issued;
        } catch (ActionRequiredException e) {
            e.url().ifPresent(url -> report.line("act at", url.toString()));
            throw e;
        }
    }
}
