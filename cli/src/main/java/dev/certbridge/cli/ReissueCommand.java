package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code certbridge reissue}: replaces a certificate within its order, with a new key. */
@Command(
        name = "reissue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replaces a certificate within its order, with another key and the same names.",
            "No reseller documents whether it then revokes the old certificate, so --old-may-be-revoked is needed."
        },
        footer = {
            "",
            "Example:",
            "  certbridge reissue certbridge-certificate:regfish:live:-:7ZK --live --intent shop/1b --unquoted --old-may-be-revoked"
        })
final class ReissueCommand extends ReplacementCommand {

    @Option(names = "--old-may-be-revoked", description = "Needed: the certificate in use may stop working.")
    private boolean oldMayBeRevoked;

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            description = "Use this CSR (PEM); its private key stays where it is.")
    private @Nullable Path csr;

    @Override
    public Integer call() {
        if (!oldMayBeRevoked) {
            throw new IllegalArgumentException("nothing was sent: a reissue may revoke the certificate in use; pass"
                    + " --old-may-be-revoked to accept that");
        }
        return super.call();
    }

    @Override
    String defaultIntent(CertificateId source) {
        return "reissue of " + source;
    }

    @Override
    Optional<Csr> csr() {
        return Optional.ofNullable(csr).map(ProductOptions::read);
    }

    @Override
    OrderRequest draft(ResellerSession session, Certificate old) {
        return OrderRequest.reissue(old.id())
                .names(old.names())
                .oldMayBeRevoked()
                .build();
    }
}
