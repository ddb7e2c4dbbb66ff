package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that orders a replacement for a certificate. */
abstract sealed class ReplacementCommand extends ResellerCommand implements NamedOrder
        permits RenewCommand, ReissueCommand {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            description = "The id of a certificate, as certbridge certificates lists it.")
    private @Nullable CertificateId id;

    @Mixin
    private final SpendingOptions spending = new SpendingOptions();

    @Mixin
    private final OutputOptions files = new OutputOptions();

    @Mixin
    private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

    @Override
    public Integer call() {
        CertificateId source = Objects.requireNonNull(id);
        Duration limit = timeout.limit();
        spending.require(connection, ResellerProvider.named(source.provider()));
        Optional<Csr> csr = csr();
        try (ResellerSession session = connection.connect(source)) {
            Certificate old = new EarlierAttempt(session, spending.intent(defaultIntent(source))).source(source);
            OrderRun run = new OrderRun(session, draft(session, old), csr, spending, files, output);
            return OrderRun.all(List.of(run), limit, connection, output);
        }
    }

    /** Returns the intent for a command without {@code --intent}. Equal commands get the same intent. */
    abstract String defaultIntent(CertificateId source);

    /** Reads the CSR of the option {@code --csr}. Returns empty without that option. */
    abstract Optional<Csr> csr();

    /** Returns the request for the replacement, without its CSR. */
    abstract OrderRequest draft(ResellerSession session, Certificate old);

    @Override
    public ExitCode exitWhenRefused() {
        Optional<CertificateId> source = Optional.ofNullable(id);
        return spending.exitWhenRefused(
                source.map(this::defaultIntent), connection.bookFiles(source.map(CertificateId::provider)));
    }
}
