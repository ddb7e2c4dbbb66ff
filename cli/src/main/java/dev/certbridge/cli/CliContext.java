package dev.certbridge.cli;

import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a run is given besides its arguments.
 *
 * @param out standard output
 * @param err standard error
 * @param environment the environment variables; keys come from here only, because process lists show arguments
 * @param options how resellers are connected to; where they are is the arguments' to say
 */
record CliContext(PrintWriter out, PrintWriter err, Map<String, String> environment, ConnectOptions options) {

    /** The same, where whatever is printed is safe to show. */
    CliContext printable() {
        return new CliContext(PrintableWriter.to(out), PrintableWriter.to(err), environment, options);
    }

    /** Of the run that this command belongs to. */
    static CliContext of(CommandSpec command) {
        return ((Main) command.root().userObject()).surroundings();
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns the folder of the order books of the real services.
     *
     * @throws IllegalArgumentException when it would be somewhere that nobody chose: two runs would then keep two books,
     *     and order twice
     */
    Path bookFolder() {
        String home = variable("HOME").orElseGet(() -> System.getProperty("user.home", ""));
        Path folder = FileConverter.path(home)
                .filter(Path::isAbsolute)
                .filter(Files::isDirectory)
                .orElseThrow(() -> new IllegalArgumentException("nothing was sent: the home folder \"" + home
                        + "\" is not an existing folder with an absolute path, so there is no usual place for the order"
                        + " book; name a book with --book FILE"));
        return folder.resolve(".certbridge");
    }
}
