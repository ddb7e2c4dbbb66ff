package dev.certbridge.cli;

import dev.certbridge.fleet.FleetListener;
import dev.certbridge.fleet.FleetReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certbridge keep}: keeps the certificates in a YAML file valid. */
@Command(
        name = "keep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Keeps the certificates in a YAML file valid: orders due certificates, waits, and delivers the new"
                    + " certificates. A"
                    + " certificate is ordered only once for each term, even if the command runs often or on"
                    + " several hosts.",
            "By default, the command rehearses at built-in stubs: nothing real is sold, and no program in FILE"
                    + " is run. All files of a rehearsal are in the folder stub beside FILE.",
            "Each certificate has an exit code. The exit code of the command is the first of 4, 1, 6 and 5 that"
                    + " a certificate has.",
            "docs/fleet.md describes FILE. Editors can complete FILE with docs/json/keep-file.schema.json."
        },
        footer = "  certbridge keep certificates.yaml --live --once",
        subcommands = {KeepStatusCommand.class, KeepImportCommand.class})
final class KeepCommand implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofHours(1);

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file with the certificates.")
    private @Nullable Path file;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--once",
            order = 60,
            description = "Run once and end, for use with a timer. At built-in stubs, the command always runs once.")
    private boolean once;

    @Option(
            names = "--dry-run",
            order = 60,
            description = "Show the orders that a run would place, and their maximum cost. Orders nothing and writes"
                    + " nothing.")
    private boolean dryRun;

    @Option(
            names = "--every",
            order = 60,
            paramLabel = "PERIOD",
            description = "Without --once: the time between two runs, such as 12h. Default: 1h.")
    private Duration every = SHORTEST;

    @Option(
            names = "--timeout",
            order = 60,
            paramLabel = "SECONDS",
            description = "Longest wait of one run for open orders. Default: ${DEFAULT-VALUE}. The next run continues.")
    private int timeout = 600;

    @Option(
            names = "--notifications",
            order = 60,
            description = "Use notifications of the reseller to end waits early, and acknowledge these notifications."
                    + " Use this option only if no other program needs the notifications of the"
                    + " account. No effect at stubs.")
    private boolean notifications;

    @Override
    public Integer call() {
        if (file == null) {
            throw new IllegalArgumentException("keep needs FILE, a YAML file with the certificates; see docs/fleet.md");
        }
        require();
        int exit = round(file);
        while (!once && !dryRun && !server.isBuiltIn()) {
            output.lines().println("the next run is in " + every.toHours() + " h; stop with Ctrl-C");
            try {
                output.context().options().sleeper().sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return exit;
            }
            exit = repeated(file);
        }
        return exit;
    }

    /** Returns the context of this program run, with the connection settings of this command. */
    CliContext context() {
        return notifications ? output.context().with(options -> options.notifications(true)) : output.context();
    }

    private void require() {
        if (once && dryRun) {
            throw new IllegalArgumentException("--once and --dry-run exclude each other; give one of them");
        }
        if (timeout < 1) {
            throw new IllegalArgumentException("--timeout must be at least 1 second");
        }
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("--every must be at least 1h");
        }
        if (output.isJson() && !once && !dryRun && !server.isBuiltIn()) {
            throw new IllegalArgumentException("--json prints only one document; also give --once or --dry-run");
        }
    }

    /** Performs one of several runs. A failed run does not end the command, because the next run may succeed. */
    private int repeated(Path path) {
        try {
            return round(path);
        } catch (RuntimeException e) {
            output.err().println(ExitCode.oneLine(e));
            return ExitCode.of(e).code();
        }
    }

    private int round(Path path) {
        KeepFile read = KeepFileReader.read(path, output.context().options().clock());
        read.warnings().forEach(warning -> output.err().println("certbridge: " + PrintableText.of(warning)));
        try (KeepSession session = KeepSession.open(read, server, context(), dryRun)) {
            KeepOutput report = new KeepOutput(output);
            if (dryRun) {
                return report.plan(session.run(FleetListener.none()).plan(read.specs()), true);
            }
            output.lines()
                    .println(
                            server.isReal()
                                    ? "Ordering due certificates for real money."
                                    : "Ordering at stubs: nothing real is sold, and no browser trusts the certificates.");
            KeepProgress progress = new KeepProgress(output, read.specs().size());
            FleetReport result = session.run(progress).run(read.specs(), Duration.ofSeconds(timeout));
            progress.end();
            return report.report(result, progress.delivered());
        }
    }
}
