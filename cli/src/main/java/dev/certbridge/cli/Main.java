package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** The command {@code certbridge}. */
@Command(
        name = "certbridge",
        description = "Orders TLS certificates at resellers, and renews, replaces and revokes them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = "  certbridge order www.example.com")
public final class Main {

    // The help lists the commands for certificates first, in the order of a certificate's life, then those for the
    // order book. The method commandLine adds the commands for stubs and contracts.
    private static final List<Class<?>> COMMANDS = List.of(
            ResellerCommand.ProductsCommand.class,
            OrderCommand.QuoteCommand.class,
            OrderCommand.class,
            CompleteCommand.class,
            ResellerCommand.StatusCommand.class,
            ResellerCommand.AwaitCommand.class,
            ResellerCommand.DownloadCommand.class,
            ResellerCommand.CertificatesCommand.class,
            ResellerCommand.CancelCommand.class,
            ReplacementCommand.RenewCommand.class,
            ReplacementCommand.ReissueCommand.class,
            ResellerCommand.RevokeCommand.class,
            ResellerCommand.OrdersCommand.class,
            ResellerCommand.AuditCommand.class,
            OrderBookCommand.UnresolvedCommand.class,
            ReconcileCommand.class,
            OrderBookCommand.AbandonCommand.class,
            OrderBookCommand.ResumeCommand.class,
            OrderBookCommand.BudgetCommand.class,
            OrderBookCommand.BookCommand.class,
            KeepCommand.class,
            CompletionCommand.class,
            CompletionCommand.ManPageCommand.class);

    /** The names of the commands whose output depends on all other commands. */
    private static final Set<String> ABOUT_COMMANDS = Set.of("completion", "man-page");

    /**
     * The maximum number of arguments. Parsing tens of thousands of arguments takes seconds, and no command needs so
     * many arguments.
     */
    private static final int MOST_ARGUMENTS = 10_000;

    private static final String UNDECODED =
            "nothing was sent: an argument, or the name of the current folder, has characters that could not be"
                    + " decoded; run certbridge with a UTF-8 locale, such as LC_ALL=C.UTF-8";

    private final CliContext context;
    private Optional<ObjectNode> document = Optional.empty();

    Main(CliContext context) {
        this.context = context;
    }

    /** Runs a command and exits with its {@link ExitCode}. */
    public static void main(String[] arguments) throws URISyntaxException {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        Optional<Path> stubs = ProgramClassPath.stubJarFor(arguments);
        System.exit(
                stubs.isPresent()
                        ? ProgramClassPath.run(Optional.empty(), stubs, out, err, System.getenv(), arguments)
                        : run(out, err, System.getenv(), arguments));
    }

    /** Runs a command with these environment variables. {@link ProgramClassPath} calls this method by reflection. */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        return run(new CliContext(out, err, environment, ConnectOptions.defaults(), Terminal.ofProcess()), arguments);
    }

    static int run(CliContext raw, String... arguments) {
        Main main = new Main(raw.printable());
        CommandLine line = commandLine(main, raw.out(), arguments);
        if (arguments.length == 0) {
            line.usage(raw.out());
            return ExitCode.USAGE.code();
        }
        Optional<CommandLine> command = Stream.of(arguments)
                .filter(line.getSubcommands()::containsKey)
                .findFirst()
                .map(line.getSubcommands()::get);
        // If the name of the working folder cannot be decoded, every relative path fails later, in the middle of a
        // command.
        Stream<String> decoded = Stream.concat(Stream.of(arguments), Stream.of(System.getProperty("user.dir")));
        int exit;
        if (arguments.length > MOST_ARGUMENTS) {
            exit = main.refuse(
                    "nothing was sent: there are " + arguments.length + " arguments; give at most " + MOST_ARGUMENTS,
                    command);
        } else if (decoded.anyMatch(Main::isUndecoded)) {
            exit = main.refuse(UNDECODED, command);
        } else {
            exit = main.checkUsage(line.execute(arguments), line, command, arguments);
        }
        boolean json = !List.of("spec", "judge").contains(arguments[0])
                && List.of(arguments).contains("--json");
        return main.finish(exit, json, command);
    }

    /**
     * Creates a command line for these arguments. If the first argument is the name of a command, creates only this
     * command, because the creation of all commands takes a third of the time of a short run.
     */
    static CommandLine commandLine(Main main, PrintWriter helpOut, String... arguments) {
        CommandLine line = new CommandLine(main);
        Map<String, Object> commands = commands();
        String first = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(first) && !ABOUT_COMMANDS.contains(first)) {
            commands.keySet().retainAll(Set.of(first));
        } else if (arguments.length == 1 && Set.of("--version", "-V").contains(first)) {
            commands.clear();
        }
        commands.forEach(line::addSubcommand);
        Converters.registerOn(line);
        // The options of a client are its own, with and without -- before it.
        Optional.ofNullable(line.getSubcommands().get("judge")).ifPresent(judge -> judge.setStopAtPositional(true));
        PrintWriter err = main.context.err();
        // The help has colors on a terminal and contains no text from resellers, so it is not escaped.
        line.setOut(helpOut)
                .setErr(err)
                // An argument such as @x is a plain argument, not a file with further arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .setParameterExceptionHandler((failure, all) -> {
                    int exit = main.fail(
                            new IllegalArgumentException(Suggestion.message(failure), failure), ExitCode.USAGE);
                    err.println(
                            "See: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return exit;
                })
                .setExecutionExceptionHandler((failure, command, result) -> main.fail(failure, ExitCode.of(failure)));
        HelpFooter.addTo(line, main.context.options().clock());
        return line;
    }

    /**
     * Returns a map from the name of each command to its class or object. The map has the same sequence as the help.
     */
    private static Map<String, Object> commands() {
        Map<String, Object> commands = new LinkedHashMap<>();
        Stream<Class<?>> types = ProgramClassPath.hasStubs()
                ? Stream.concat(
                        COMMANDS.stream(),
                        Stream.of(ConformanceCommand.class, StubCommand.class, JudgeCommand.class, SpecCommand.class))
                : COMMANDS.stream();
        types.forEach(type -> commands.put(type.getAnnotation(Command.class).name(), type));
        ProgramClassPath.STUB_COMMANDS.stream()
                .sorted()
                .forEach(name -> commands.computeIfAbsent(name, ProgramClassPath.MissingCommand::new));
        return commands;
    }

    /**
     * Returns true if bytes of the argument could not be decoded. Two different arguments can become equal if they
     * cannot be decoded.
     */
    private static boolean isUndecoded(String argument) {
        return argument.codePoints().anyMatch(c -> c == '\uFFFD' || Character.getType(c) == Character.SURROGATE);
    }

    private int refuse(String why, Optional<CommandLine> command) {
        // The arguments may contain an intent that was ordered earlier, so exit code 2 could be wrong.
        return fail(
                new IllegalArgumentException(why), namedOrder(command).isPresent() ? ExitCode.FAILED : ExitCode.USAGE);
    }

    /** Returns the exit code, but replaces exit code 2 if an order book contains an order that the arguments name. */
    private int checkUsage(int exit, CommandLine line, Optional<CommandLine> command, String... arguments) {
        Optional<NamedOrder> named = namedOrder(command);
        if (exit != ExitCode.USAGE.code() || named.isEmpty()) {
            return exit;
        }
        // Parse again without stopping at wrong arguments, because the other arguments name the order.
        Stream.of(line, command.orElseThrow())
                .forEach(each -> each.getCommandSpec().parser().collectErrors(true));
        try {
            line.parseArgs(arguments);
        } catch (CommandLine.PicocliException e) {
            // The first parsing reported this. The arguments before the mistake were read.
        }
        int end = named.get().exitWhenRefused().code();
        document.ifPresent(result -> result.put("exit", end));
        return end;
    }

    private static Optional<NamedOrder> namedOrder(Optional<CommandLine> command) {
        return command.filter(known -> known.getCommand() instanceof NamedOrder).map(CommandLine::getCommand);
    }

    /**
     * Prints the document, and returns the final exit code. If standard output cannot be written, prints the document
     * to standard error, so that the id of an order is not lost. The exit code is not {@code DONE} if standard output
     * cannot be written.
     */
    private int finish(int exit, boolean json, Optional<CommandLine> command) {
        if (json) {
            document.ifPresent(result -> Output.print(context.out(), result));
        }
        if (!context.out().checkError()) {
            return exit;
        }
        PrintWriter err = context.err();
        err.println("certbridge: standard output could not be written");
        int end = exit == ExitCode.DONE.code() ? ExitCode.FAILED.code() : exit;
        if (json || namedOrder(command).isPresent()) {
            document.ifPresent(result -> Output.print(err, result.put("exit", end)));
        }
        return end;
    }

    CliContext context() {
        return context;
    }

    /** Returns the result that is printed at the end, or empty if the command has no result. */
    Optional<ObjectNode> document() {
        return document;
    }

    /**
     * Sets the result. The result is printed after all resources are closed, so that the result can include a failure
     * to close them.
     */
    void setDocument(ObjectNode result) {
        document = Optional.of(result);
    }

    /**
     * Prints a failure and adds it to the result. The result of an order is kept if a resource cannot be closed later,
     * because the order still exists.
     */
    int fail(Exception thrown, ExitCode exit) {
        Exception failure = thrown instanceof NamedOrder.CommandFailedException ended ? ended.failure() : thrown;
        context.err().println(ExitCode.oneLine(failure));
        ObjectNode result = document.orElseGet(JsonOutput::object);
        int worst = ExitCode.worst(List.of(ExitCode.of(result.path("exit").asInt(exit.code())), exit))
                .code();
        JsonOutput.failed(result, failure);
        document = Optional.of(result.put("exit", worst));
        return worst;
    }

    /** Reads the version from the manifest of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("development build");
            return new String[] {"certbridge " + version};
        }
    }
}
