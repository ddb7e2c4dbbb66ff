package dev.certbridge.cli;

import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run of the command line without any key, for tests of other packages.
 *
 * @param exit the exit code
 * @param err what went to standard error
 */
public record CommandLineRun(int exit, String err) {

    /** Runs with this folder as home. */
    public static CommandLineRun of(Path home, String... arguments) {
        StringWriter err = new StringWriter();
        int exit = Main.run(
                new CliContext(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err, true),
                        Map.of("HOME", home.toString()),
                        ConnectOptions.defaults()),
                arguments);
        return new CommandLineRun(exit, err.toString());
    }
}
