package dev.certbridge.cli;

import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that orders a replacement for a certificate. */
abstract sealed class ReplacementCommand extends ResellerCommand implements NamedOrder {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            description = "The id of a certificate, from \"certbridge certificates\".")
    private @Nullable CertificateId id;

    @Mixin
    private final SpendingOptions spending = new SpendingOptions();

    @Mixin
    private final KeyOptions key = new KeyOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final OutputOptions files = new OutputOptions();

    @Mixin
    private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

    @Override
    public Integer call() {
        CertificateId source = Objects.requireNonNull(id);
        Duration limit = timeout.limit();
        spending.require(connection, ResellerProvider.named(source.provider()));
        KeyOptions.Choice choice = key.read();
        files.requireOne(List.of(), output);
        try (ResellerSession session = connection.connect(source)) {
            Intent intent = spending.intent(defaultIntent(source));
            Certificate old = new EarlierAttempt(session, intent).source(source);
            OrderRequest draft = request.addTo(draft(session, old)).build();
            OrderRun run = new OrderRun(session, intent, draft, choice, spending, files, output);
            return OrderRun.all(List.of(run), limit, connection, output);
        }
    }

    /**
     * Returns the intent for a command without {@code --intent}. The intent depends only on the certificate, so a
     * repeated command has the same intent.
     */
    abstract String defaultIntent(CertificateId source);

    /** Returns the request for the replacement, without its CSR. */
    abstract OrderRequest.Builder draft(ResellerSession session, Certificate old);

    @Override
    public ExitCode exitWhenRefused() {
        Optional<CertificateId> source = Optional.ofNullable(id);
        return spending.exitWhenRefused(
                source.map(this::defaultIntent), connection.bookFiles(source.map(CertificateId::provider)));
    }

    /** {@code certbridge renew}: orders a new term for a certificate. */
    @Command(
            name = "renew",
            description = "Renews a certificate for a new term, with the same names. The reseller charges a"
                    + " renewal like a new order.",
            footer = "  certbridge renew certbridge-certificate:realtime:live:me:4711 --live --intent shop/2"
                    + " --spend-up-to EUR:25.00")
    static final class RenewCommand extends ReplacementCommand {

        @Mixin
        private final ProductOptions product = new ProductOptions();

        @Override
        String defaultIntent(CertificateId source) {
            return "renewal of " + source;
        }

        @Override
        OrderRequest.Builder draft(ResellerSession session, Certificate old) {
            return OrderRequest.renewal(old.id(), product.product().orElse(old.product()))
                    .names(old.names())
                    .validity(product.validity(session.provider(), output));
        }
    }

    /** {@code certbridge reissue}: replaces a certificate within its order, with a new key. */
    @Command(
            name = "reissue",
            description = {
                "Replaces a certificate within its order, with another key and the same names.",
                "A reissue needs --old-may-be-revoked, because no reseller documents whether a reissue revokes"
                        + " the old certificate."
            },
            footer = "  certbridge reissue certbridge-certificate:regfish:live:-:7ZK --live --intent shop/1b"
                    + " --unquoted --old-may-be-revoked")
    static final class ReissueCommand extends ReplacementCommand {

        @Option(
                names = "--old-may-be-revoked",
                description = "Required: confirms that the certificate in use may stop working.")
        private boolean oldMayBeRevoked;

        @Option(
                names = "--validity",
                order = 20,
                paramLabel = "TERM",
                description =
                        "The validity, such as 199d or 12m, in a unit that the reseller accepts. Default: set by the"
                                + " reseller.")
        private @Nullable Validity validity;

        @Override
        public Integer call() {
            if (!oldMayBeRevoked) {
                throw new IllegalArgumentException("nothing was sent: a reissue may revoke the certificate in use. Pass"
                        + " --old-may-be-revoked to accept that");
            }
            return super.call();
        }

        @Override
        String defaultIntent(CertificateId source) {
            return "reissue of " + source;
        }

        @Override
        OrderRequest.Builder draft(ResellerSession session, Certificate old) {
            OrderRequest.Builder request =
                    OrderRequest.reissue(old.id()).names(old.names()).oldMayBeRevoked();
            if (validity != null) {
                ProductOptions.warn(validity, output);
                request.validity(validity);
            }
            return request;
        }
    }
}
