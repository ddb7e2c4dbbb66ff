package dev.certbridge.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command {@code certbridge}. */
@Command(
        name = "certbridge",
        description = "Order TLS certificates at regfish and Realtime Register.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {OrderCommand.class, SpecCommand.class})
public final class Main {

    private Main() {}

    /** Runs a command and exits with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, arguments));
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
                .setParameterExceptionHandler((failure, given) -> {
                    err.println(ExitCode.oneLine(failure));
                    err.println(
                            "See: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return ExitCode.USAGE.code();
                })
                .setExecutionExceptionHandler((failure, command, result) -> {
                    err.println(ExitCode.oneLine(failure));
                    return ExitCode.of(failure).code();
                });
        Defaults.addTo(line.getSubcommands().get("order"));
        if (arguments.length == 0) {
            line.usage(out);
            return ExitCode.USAGE.code();
        }
        return line.execute(arguments);
    }
}
