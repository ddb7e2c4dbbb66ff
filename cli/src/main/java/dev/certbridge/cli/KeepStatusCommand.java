package dev.certbridge.cli;

import dev.certbridge.fleet.FleetListener;
import dev.certbridge.fleet.FleetPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge keep status}: shows the certificates in a YAML file. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows each certificate of FILE with the days left, the state and the next step. Certificates"
                + " that need attention come first. Without --live, reads only the order book and the deployed"
                + " certificates, and calls no reseller.",
        footer = "  certbridge keep status certificates.yaml --html status.html")
final class KeepStatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file with the certificates.")
    private @Nullable Path file;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--html",
            order = 60,
            paramLabel = "PAGE",
            description =
                    "Also write an HTML page to this file, with a calendar of the coming renewals and their cost.")
    private @Nullable Path page;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        CliContext context = output.context();
        server.require();
        KeepFile read = KeepFileReader.read(
                Objects.requireNonNull(file), context.options().clock());
        read.warnings().forEach(warning -> output.err().println("certbridge: " + PrintableText.of(warning)));
        try (KeepSession session = server.isBuiltIn()
                ? KeepSession.unconnected(read, context)
                : KeepSession.open(read, server, context, true)) {
            FleetPlan plan = session.run(FleetListener.none()).plan(read.specs());
            if (page != null) {
                write(page, new KeepPage(plan, context.options().clock()).html());
            }
            return new KeepOutput(output).plan(plan, false);
        }
    }

    private static void write(Path page, String html) {
        try {
            Files.writeString(page, html);
        } catch (IOException e) {
            throw new IllegalArgumentException("the page " + page + " cannot be written; name another file", e);
        }
    }
}
