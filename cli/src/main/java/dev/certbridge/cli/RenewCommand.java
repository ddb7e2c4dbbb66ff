package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge renew}: another term. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Orders a new term for a certificate, for the same names: another order, paid like one."},
        footer = {
            "",
            "Example:",
            "  certbridge renew certbridge-certificate:realtime:live:me:4711 --live --intent shop/2 --spend-up-to EUR:25.00"
        })
final class RenewCommand implements Callable<Integer>, NamedOrder {

    @Parameters(
            paramLabel = "CERTIFICATE-ID",
            converter = CertificateIdConverter.class,
            description = "A certificate, as certbridge certificates lists it.")
    private @Nullable CertificateId id;

    @Mixin
    private final ProductOptions wanted = new ProductOptions();

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
        Duration limit = patience.limit();
        purse.require(reach, ResellerOption.named(source.provider()));
        Optional<Csr> csr = wanted.csr();
        try (ResellerSession at = reach.connect(source)) {
            Certificate old = new EarlierAttempt(at, purse.intent("renewal of " + source)).source(source);
            OrderRequest draft = OrderRequest.renewal(source, wanted.product().orElse(old.product()))
                    .names(old.names())
                    .validity(wanted.term(at.subject()))
                    .build();
            OrderRun run = new OrderRun(at, draft, csr, purse, destination, output);
            return OrderRuns.finish(List.of(run), limit, reach, output);
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return purse.endOfRefusal(
                Optional.ofNullable(id).map(source -> "renewal of " + source),
                reach.bookFiles(Optional.ofNullable(id).map(CertificateId::provider)));
    }
}
