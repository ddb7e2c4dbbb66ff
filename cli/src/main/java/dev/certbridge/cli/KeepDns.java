package dev.certbridge.cli;

import dev.certbridge.cli.KeepFile.Dns;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Creates the publisher of DNS records that a file of {@code certbridge keep} names. */
final class KeepDns {

    private final KeepFile file;
    private final ServerOptions server;
    private final CliContext context;
    private final Consumer<AutoCloseable> closing;

    /**
     * Creates a source of publishers.
     *
     * @param closing receives what has to be closed at the end
     */
    KeepDns(KeepFile file, ServerOptions server, CliContext context, Consumer<AutoCloseable> closing) {
        this.file = file;
        this.server = server;
        this.context = context;
        this.closing = closing;
    }

    /** Returns the publishers by the names of the resellers. Built-in stubs need none. */
    Map<String, DnsPublisher> publishers() {
        if (server.isBuiltIn()) {
            return Map.of();
        }
        DnsPublisher publisher =
                file.dns().map(dns -> publisher(dns.value(), dns.line())).orElseGet(this::printing);
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
            throw new IllegalArgumentException("not supported");
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw file.wrong(line, String.valueOf(e.getMessage()));
        }
    }

    /** Returns a publisher that prints each record for the person who publishes it. */
    private DnsPublisher printing() {
        return new DnsPublisher() {
            @Override
            public AutoCloseable publish(DnsRecord record) {
                context.err().println(PrintableText.of("publish " + record));
                return () -> {};
            }

            @Override
            public boolean takesBack() {
                return false;
            }
        };
    }
}
