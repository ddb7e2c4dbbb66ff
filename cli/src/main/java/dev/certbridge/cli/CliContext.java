package dev.certbridge.cli;

import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The streams and settings of one run of the command line.
 *
 * @param environment the environment variables. API keys are read only from environment variables, because process
 *     lists show the arguments of programs
 * @param options the settings of connections, except their addresses
 */
record CliContext(
        PrintWriter out, PrintWriter err, Map<String, String> environment, ConnectOptions options, Terminal terminal) {

    /** Creates the context of a run without a terminal and without standard input. */
    CliContext(PrintWriter out, PrintWriter err, Map<String, String> environment, ConnectOptions options) {
        this(out, err, environment, options, Terminal.none());
    }

    /** Returns a context that escapes control characters in all printed text. */
    CliContext printable() {
        return new CliContext(PrintableText.writer(out), PrintableText.writer(err), environment, options, terminal);
    }

    /** Returns a copy of this context with changed connection settings. */
    CliContext with(UnaryOperator<ConnectOptions.Builder> change) {
        return new CliContext(
                out, err, environment, change.apply(options.toBuilder()).build(), terminal);
    }

    /** Returns the context of the program run to which a command belongs. */
    static CliContext of(CommandSpec command) {
        return ((Main) command.root().userObject()).context();
    }

    /** Returns the value of an environment variable. Returns empty if the variable is missing or blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns the default folder of order books, {@code .certbridge} in the home folder.
     *
     * @throws IllegalArgumentException the home folder does not exist or is relative. No other folder replaces the home
     *     folder, because two runs with different folders would use two order books and could order twice
     */
    Path bookFolder() {
        String home = variable("HOME").orElseGet(() -> System.getProperty("user.home", ""));
        Path folder = Converters.findPath(home)
                .filter(Path::isAbsolute)
                .filter(Files::isDirectory)
                .orElseThrow(() -> new IllegalArgumentException("nothing was sent: the home folder \"" + home
                        + "\" is not an existing folder with an absolute path, so there is no default order book. Name"
                        + " a book with --book FILE"));
        return folder.resolve(".certbridge");
    }
}
