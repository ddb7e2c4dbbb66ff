package dev.certbridge.cli;

import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.order.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge certificates}: what the account has. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Lists the certificates of the account."},
        footer = {"", "Example:", "  certbridge certificates --at realtime --live --expiring-within 30d"})
final class CertificatesCommand implements Callable<Integer> {

    @Option(
            names = "--expiring-within",
            paramLabel = "PERIOD",
            converter = DurationConverter.class,
            description = "Only those in use that expire within 30d, 12h and so on.")
    private @Nullable Duration within;

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        try (ResellerSession at = reach.connect(sellers.one(reach))) {
            Certificates all = at.reseller().certificates();
            List<Certificate> found;
            try (Stream<Certificate> certificates = within == null
                    ? all.list()
                    : all.expiringBefore(Instant.now().plus(within))) {
                found = certificates.toList();
            }
            output.tell(
                    JsonOutput.list("certificates", found.stream().map(JsonOutput::certificate)),
                    report -> TextOutput.list(
                            report, found.stream().map(TextOutput::line).toList(), "no such certificate"));
        }
        return ExitCode.DONE.code();
    }
}
