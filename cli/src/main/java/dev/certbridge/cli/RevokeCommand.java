package dev.certbridge.cli;

import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge revoke}: revokes a certificate. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Revokes the certificate if it has the given serial number. This cannot be undone.",
        footer = {
            "",
            "Example:",
            "  certbridge revoke certbridge-certificate:realtime:live:me:4711 --live --serial 0a1b2c --reason key-compromise"
        })
final class RevokeCommand extends ResellerCommand {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            description = "The id of a certificate, as certbridge certificates lists it.")
    private @Nullable CertificateId id;

    @Option(
            names = "--serial",
            required = true,
            paramLabel = "HEX",
            description = "The serial number, as certbridge status or openssl shows it.")
    private String serial = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "unspecified, key-compromise, affiliation-changed, superseded or cessation-of-operation.")
    private RevocationReason reason = RevocationReason.UNSPECIFIED;

    @Override
    public Integer call() {
        CertificateId certificate = Objects.requireNonNull(id);
        try (ResellerSession session = connection.connect(certificate)) {
            session.reseller().certificates().revoke(certificate, serial, reason);
        }
        String word = JsonOutput.word(reason);
        output.print(
                JsonOutput.object()
                        .put("certificateId", certificate.toString())
                        .put("serial", serial)
                        .put("reason", word)
                        .put("accepted", true),
                report -> report.item("the reseller accepted the revocation of " + certificate + ": " + word));
        return ExitCode.DONE.code();
    }
}
