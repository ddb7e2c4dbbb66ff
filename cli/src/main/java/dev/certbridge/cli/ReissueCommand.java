package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge reissue}: another key within the same order. */
@Command(
        name = "reissue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replaces a certificate within its order, with another key and the same names.",
            "Whether the old certificate is revoked then, no reseller documents: say --old-may-be-revoked."
        },
        footer = {
            "",
            "Example:",
            "  certbridge reissue certbridge-certificate:regfish:live:-:7ZK --live --intent shop/1b --unquoted --old-may-be-revoked"
        })
final class ReissueCommand implements Callable<Integer>, NamedOrder {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            converter = CertificateIdConverter.class,
            description = "A certificate, as certbridge certificates lists it.")
    private @Nullable CertificateId id;

    @Option(names = "--old-may-be-revoked", description = "Needed: the certificate in use may stop working.")
    private boolean oldMayBeRevoked;

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            converter = FileConverter.class,
            description = "Use this CSR (PEM); its key stays where it is.")
    private @Nullable Path csr;

    @Mixin
    private final SpendingOptions purse = new SpendingOptions();

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
        CertificateId source = Objects.requireNonNull(id);
        if (!oldMayBeRevoked) {
            throw new IllegalArgumentException(
                    "nothing was sent: a reissue may revoke the certificate in use; if it may, say --old-may-be-revoked");
        }
        Duration limit = patience.limit();
        purse.require(reach, ResellerOption.named(source.provider()));
        Optional<Csr> given = Optional.ofNullable(csr).map(ProductOptions::read);
        try (ResellerSession at = reach.connect(source)) {
            Certificate old = new EarlierAttempt(at, purse.intent("reissue of " + source)).source(source);
            OrderRequest draft = OrderRequest.reissue(source)
                    .names(old.names())
                    .oldMayBeRevoked()
                    .build();
            OrderRun run = new OrderRun(at, draft, given, purse, destination, output);
            return OrderRuns.finish(List.of(run), limit, reach, output);
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return purse.endOfRefusal(
                Optional.ofNullable(id).map(source -> "reissue of " + source),
                reach.bookFiles(Optional.ofNullable(id).map(CertificateId::provider)));
    }
}
