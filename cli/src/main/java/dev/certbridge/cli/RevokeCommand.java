package dev.certbridge.cli;

import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.RevocationReason;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge revoke}: takes a certificate back. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Revokes a certificate, if it has the serial number you say. It cannot be undone."},
        footer = {
            "",
            "Example:",
            "  certbridge revoke certbridge-certificate:realtime:live:me:4711 --live --serial 0a1b2c --reason key-compromise"
        })
final class RevokeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            converter = CertificateIdConverter.class,
            description = "A certificate, as certbridge certificates lists it.")
    private @Nullable CertificateId id;

    @Option(
            names = "--serial",
            required = true,
            paramLabel = "HEX",
            description = "Its serial number, as certbridge status or openssl shows it.")
    private String serial = "";

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = RevocationReasonConverter.class,
            description = "unspecified, key-compromise, affiliation-changed, superseded or cessation-of-operation.")
    private RevocationReason reason = RevocationReason.UNSPECIFIED;

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        CertificateId certificate = Objects.requireNonNull(id);
        try (ResellerSession at = reach.connect(certificate)) {
            at.reseller().certificates().revoke(certificate, serial, reason);
        }
        output.tell(
                JsonOutput.object()
                        .put("certificateId", certificate.toString())
                        .put("serial", serial)
                        .put("reason", RevocationReasonConverter.word(reason))
                        .put("accepted", true),
                report -> report.item(
                        "the reseller takes " + certificate + " back: " + RevocationReasonConverter.word(reason)));
        return ExitCode.DONE.code();
    }
}
