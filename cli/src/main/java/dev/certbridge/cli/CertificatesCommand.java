package dev.certbridge.cli;

import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.order.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code certbridge certificates}: lists certificates. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the certificates of the account.",
        footer = {"", "Example:", "  certbridge certificates --reseller realtime --live --expiring-within 30d"})
final class CertificatesCommand extends ResellerCommand {

    @Option(
            names = "--expiring-within",
            paramLabel = "PERIOD",
            description = "Only certificates in use that expire within this period, such as 30d or 12h.")
    private @Nullable Duration within;

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Override
    public Integer call() {
        try (ResellerSession session = connection.connect(resellers.one(connection))) {
            Certificates all = session.reseller().certificates();
            try (Stream<Certificate> found = within == null
                    ? all.list()
                    : all.expiringBefore(Instant.now().plus(within))) {
                output.printList(
                        "certificates", found.toList(), JsonOutput::certificate, TextOutput::line, "no certificates");
            }
        }
        return ExitCode.DONE.code();
    }
}
