package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** A reader of arguments takes seconds for tens of thousands, and no command needs that many. */
    private static final int MOST_ARGUMENTS = 10_000;

    private static final String UNDECODED =
            "nothing was sent: an argument, or the name of the current folder, has characters that could not be decoded; run certbridge with a UTF-8"
                    + " locale, such as LC_ALL=C.UTF-8";

    private final CliContext surroundings;
    private Optional<ObjectNode> document = Optional.empty();

    Main(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command and exits with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(new CliContext(out, err, System.getenv(), ConnectOptions.defaults()), arguments));
    }

    /** Without a key: no environment variable is known. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(new CliContext(out, err, Map.of(), ConnectOptions.defaults()), arguments);
    }

    static int run(CliContext raw, String... arguments) {
        CliContext surroundings = raw.printable();
        PrintWriter err = surroundings.err();
        boolean json = arguments.length > 0
                && !arguments[0].equals("spec")
                && List.of(arguments).contains("--json");
        Main main = new Main(surroundings);
        CommandLine line = new CommandLine(main)
                // The help has colours on a terminal, and holds nothing of anybody else's.
                .setOut(raw.out())
                .setErr(err)
                // A name such as @x is a name, and no file of further arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .setParameterExceptionHandler((failure, all) -> {
                    int exit = main.failed(failure, ExitCode.USAGE);
                    err.println(
                            "See: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return exit;
                })
                .setExecutionExceptionHandler((failure, command, result) -> main.failed(failure, ExitCode.of(failure)));
        HelpFooter.addTo(line);
        if (arguments.length == 0) {
            line.usage(raw.out());
            return ExitCode.USAGE.code();
        }
        Optional<CommandLine> command = command(line, arguments);
        // A folder that cannot be spelled makes every relative path fail, in the middle of whatever is done then.
        Stream<String> spelled = Stream.concat(Stream.of(arguments), Stream.of(System.getProperty("user.dir")));
        int exit;
        if (arguments.length > MOST_ARGUMENTS) {
            exit = main.refuse(
                    "nothing was sent: there are " + arguments.length + " arguments; give at most " + MOST_ARGUMENTS,
                    command);
        } else if (spelled.anyMatch(Main::undecoded)) {
            exit = main.refuse(UNDECODED, command);
        } else {
            exit = main.promised(line.execute(arguments), line, command, arguments);
        }
        return main.written(exit, json, command);
    }

    private static Optional<CommandLine> command(CommandLine line, String... arguments) {
        return Stream.of(arguments)
                .filter(line.getSubcommands()::containsKey)
                .findFirst()
                .map(line.getSubcommands()::get);
    }

    /** True when the machine could not read the bytes of an argument: they are gone, and two names may have become one. */
    private static boolean undecoded(String argument) {
        return argument.codePoints().anyMatch(c -> c == '\uFFFD' || Character.getType(c) == Character.SURROGATE);
    }

    private int refuse(String why, Optional<CommandLine> command) {
        // The arguments may name an intent, so exit code 2 would promise what is not known.
        return failed(new IllegalArgumentException(why), named(command).isPresent() ? ExitCode.FAILED : ExitCode.USAGE);
    }

    /** Returns exit code 2 only when the order book holds no order that the arguments name. */
    private int promised(int exit, CommandLine line, Optional<CommandLine> command, String... arguments) {
        Optional<NamedOrder> named = named(command);
        if (exit != ExitCode.USAGE.code() || named.isEmpty()) {
            return exit;
        }
        // Read once more, past what is wrong with some arguments: the others still say what the run is about.
        Stream.of(line, command.orElseThrow())
                .forEach(reader -> reader.getCommandSpec().parser().collectErrors(true));
        try {
            line.parseArgs(arguments);
        } catch (CommandLine.PicocliException e) {
            // Reported already. The arguments before the mistake were read.
        }
        int end = named.get().endOfRefusal().code();
        document.ifPresent(told -> told.put("exit", end));
        return end;
    }

    private static Optional<NamedOrder> named(Optional<CommandLine> command) {
        return command.filter(known -> known.getCommand() instanceof NamedOrder).map(CommandLine::getCommand);
    }

    /** Fails a run whose result could not be written, and writes it to standard error, because it may name an order. */
    private int written(int exit, boolean json, Optional<CommandLine> command) {
        if (json) {
            document.ifPresent(told -> Output.print(surroundings.out(), told));
        }
        if (!surroundings.out().checkError()) {
            return exit;
        }
        PrintWriter err = surroundings.err();
        err.println("certbridge: standard output could not be written");
        int end = exit == ExitCode.DONE.code() ? ExitCode.FAILED.code() : exit;
        if (json || named(command).isPresent()) {
            document.ifPresent(told -> Output.print(err, told.put("exit", end)));
        }
        return end;
    }

    CliContext surroundings() {
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
        Exception failure = thrown instanceof CommandFailedException ended ? ended.failure() : thrown;
        surroundings.err().println(ExitCode.oneLine(failure));
        ObjectNode told = document.orElseGet(JsonOutput::object);
        int worst = ExitCode.worst(List.of(ExitCode.of(told.path("exit").asInt(exit.code())), exit))
                .code();
        JsonOutput.failed(told, failure);
        told.put("exit", worst);
        document = Optional.of(told);
        return worst;
    }
}
