package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code certbridge renew}: orders a new term for a certificate. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Orders a new term for a certificate, for the same names. It is charged like a new order.",
        footer = {
            "",
            "Example:",
            "  certbridge renew certbridge-certificate:realtime:live:me:4711 --live --intent shop/2 --spend-up-to EUR:25.00"
        })
final class RenewCommand extends ReplacementCommand {

    @Mixin
    private final ProductOptions product = new ProductOptions();

    @Override
    String defaultIntent(CertificateId source) {
        return "renewal of " + source;
    }

    @Override
    Optional<Csr> csr() {
        return product.csr();
    }

    @Override
    OrderRequest draft(ResellerSession session, Certificate old) {
        return OrderRequest.renewal(old.id(), product.product().orElse(old.product()))
                .names(old.names())
                .validity(product.validity(session.provider()))
                .build();
    }
}
