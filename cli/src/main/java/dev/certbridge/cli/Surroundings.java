package dev.certbridge.cli;

import dev.certbridge.reseller.http.ConnectOptions;
import java.io.PrintWriter;
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
record Surroundings(PrintWriter out, PrintWriter err, Map<String, String> environment, ConnectOptions options) {

    /** Of the run that this command belongs to. */
    static Surroundings of(CommandSpec command) {
        return ((Main) command.root().userObject()).surroundings();
    }

    /** A variable that is set to something. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Where the order books of the real services are. */
    Path bookFolder() {
        return Path.of(variable("HOME").orElseGet(() -> System.getProperty("user.home")), ".certbridge");
    }
}
