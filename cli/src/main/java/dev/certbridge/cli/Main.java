package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.http.ConnectOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command {@code certbridge}. */
@Command(
        name = "certbridge",
        description = "Order TLS certificates at regfish and Realtime Register.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        // The life of a certificate; then what the order book knows; then stubs and contracts.
        subcommands = {
            ProductsCommand.class,
            QuoteCommand.class,
            OrderCommand.class,
            StatusCommand.class,
            AwaitCommand.class,
            DownloadCommand.class,
            CertificatesCommand.class,
            RenewCommand.class,
            ReissueCommand.class,
            RevokeCommand.class,
            OrdersCommand.class,
            AuditCommand.class,
            UnresolvedCommand.class,
            ReconcileCommand.class,
            AbandonCommand.class,
            ResumeCommand.class,
            BudgetCommand.class,
            BookCommand.class,
            ConformanceCommand.class,
            StubCommand.class,
            SpecCommand.class
        })
public final class Main {

    private final Surroundings surroundings;
    private Optional<ObjectNode> document = Optional.empty();

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command and exits with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(new Surroundings(out, err, System.getenv(), ConnectOptions.defaults()), arguments));
    }

    /** Without a key: no environment variable is known. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(new Surroundings(out, err, Map.of(), ConnectOptions.defaults()), arguments);
    }

    static int run(Surroundings surroundings, String... arguments) {
        PrintWriter err = surroundings.err();
        boolean json = arguments.length > 0
                && !arguments[0].equals("spec")
                && List.of(arguments).contains("--json");
        Main main = new Main(surroundings);
        CommandLine line = new CommandLine(main)
                .setOut(surroundings.out())
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .setParameterExceptionHandler((failure, given) -> {
                    int exit = main.failed(failure, ExitCode.USAGE);
                    err.println(
                            "See: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return exit;
                })
                .setExecutionExceptionHandler((failure, command, result) -> main.failed(failure, ExitCode.of(failure)));
        Defaults.addTo(line);
        if (arguments.length == 0) {
            line.usage(surroundings.out());
            return ExitCode.USAGE.code();
        }
        int exit = line.execute(arguments);
        if (json) {
            main.document.ifPresent(told -> Output.print(surroundings.out(), told));
        }
        return exit;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Keeps what a command tells until it has closed what it opened: then it is one document, whatever happens. */
    void tells(ObjectNode told) {
        document = Optional.of(told);
    }

    /** What is told at the end, when anything is. */
    Optional<ObjectNode> document() {
        return document;
    }

    /** What was told before stays told: a failure to close takes no order back. */
    int failed(Exception thrown, ExitCode exit) {
        Exception failure = thrown instanceof FailedAs ended ? ended.failure() : thrown;
        surroundings.err().println(ExitCode.oneLine(failure));
        ObjectNode told = document.orElseGet(JsonForm::object);
        int worst = worst(told.path("exit").asInt(exit.code()), exit.code());
        JsonForm.failed(told, failure);
        told.put("exit", worst);
        document = Optional.of(told);
        return worst;
    }

    private static int worst(int one, int other) {
        int unknown = ExitCode.OUTCOME_UNKNOWN.code();
        return one == unknown || other == unknown ? unknown : Math.max(one, other);
    }
}
