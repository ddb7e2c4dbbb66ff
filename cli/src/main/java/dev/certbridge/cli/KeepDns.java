package dev.certbridge.cli;

import dev.certbridge.cli.KeepFile.Dns;
import dev.certbridge.dns.DnsUpdatePublisher;
import dev.certbridge.dns.ProgramDnsPublisher;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Creates the DNS publisher that a file of {@code certbridge keep} selects. */
final class KeepDns {

    private static final Duration PROGRAM_LIMIT = Duration.ofMinutes(1);
    private static final Pattern SERVER = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:\\[\\]]+))(?::(\\d{1,5}))?");
    private static final Pattern KEY =
            Pattern.compile("key\\s+\"?([^\\s\"{]+)\"?\\s*\\{\\s*algorithm\\s+\"?([\\w.-]+)\"?\\s*;"
                    + "\\s*secret\\s+\"?([^\\s\";]+)\"?\\s*;\\s*}");
    private static final int LARGEST_KEY = 64 * 1024;

    private final KeepFile file;
    private final ServerOptions server;
    private final CliContext context;
    private final Consumer<AutoCloseable> closing;

    /**
     * Creates an object that creates DNS publishers.
     *
     * @param closing a function that receives each resource that must be closed later
     */
    KeepDns(KeepFile file, ServerOptions server, CliContext context, Consumer<AutoCloseable> closing) {
        this.file = file;
        this.server = server;
        this.context = context;
        this.closing = closing;
    }

    /**
     * Returns a map from the name of each reseller to its DNS publisher. The map is empty for built-in stubs, which
     * need no DNS publisher.
     */
    Map<String, DnsPublisher> publishers() {
        if (server.isBuiltIn()) {
            return Map.of();
        }
        DnsPublisher publisher = file.dns()
                .map(dns -> publisher(dns.value(), dns.line()))
                .orElseGet(() -> printing(record -> context.err().println(PrintableText.of("publish " + record))));
        return file.resellers().stream().collect(Collectors.toMap(name -> name, name -> publisher));
    }

    private DnsPublisher publisher(Dns dns, int line) {
        try {
            if (dns instanceof Dns.AtReseller at) {
                ResellerServer zones = server.server(ResellerProvider.named(at.reseller()), context);
                closing.accept(zones);
                Optional<DnsPublisher> publisher = zones.provider().dns(zones.apiKey(), zones.options());
                publisher.ifPresent(each -> {
                    if (each instanceof AutoCloseable resource) {
                        closing.accept(resource);
                    }
                });
                return publisher.orElseThrow(() -> new IllegalArgumentException(
                        at.reseller() + " hosts no DNS zones; use dns: program or dns: update"));
            }
            if (dns instanceof Dns.Program program) {
                return ProgramDnsPublisher.of(program.command(), PROGRAM_LIMIT);
            }
            return updating((Dns.Update) dns);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw file.wrong(line, String.valueOf(e.getMessage()));
        }
    }

    private static DnsPublisher updating(Dns.Update update) {
        Matcher server = SERVER.matcher(update.server());
        if (!server.matches()) {
            throw new IllegalArgumentException(
                    "server: write a host or address, with or without :PORT, not \"" + update.server() + "\"");
        }
        String host = server.group(1) == null ? server.group(2) : server.group(1);
        int port = server.group(3) == null ? 53 : Integer.parseInt(server.group(3));
        Matcher key = KEY.matcher(text(update.keyFile()));
        if (!key.find()) {
            throw new IllegalArgumentException(
                    "the file " + update.keyFile()
                            + " has no TSIG key; write key \"NAME\" { algorithm hmac-sha256; secret \"...\"; }; as tsig-keygen does");
        }
        DnsUpdatePublisher.Builder builder =
                DnsUpdatePublisher.at(host, port).tsig(key.group(1), key.group(2), key.group(3));
        update.zone().ifPresent(builder::zone);
        return builder.build();
    }

    private static String text(Path keyFile) {
        try {
            if (!Files.isRegularFile(keyFile) || Files.size(keyFile) > LARGEST_KEY) {
                throw new IllegalArgumentException("there is no TSIG key file " + keyFile);
            }
            return Files.readString(keyFile, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("the TSIG key file " + keyFile + " cannot be read", e);
        }
    }

    /** Returns a publisher that prints each DNS record, so that a person can publish the record. */
    static DnsPublisher printing(Consumer<DnsRecord> print) {
        return new DnsPublisher() {
            @Override
            public AutoCloseable publish(DnsRecord record) {
                print.accept(record);
                return () -> {};
            }

            @Override
            public boolean takesBack() {
                return false;
            }
        };
    }
}
