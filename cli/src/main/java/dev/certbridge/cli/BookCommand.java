package dev.certbridge.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code certbridge book}: the commands about the file of an order book. */
@Command(
        name = "book",
        mixinStandardHelpOptions = true,
        description = "Works on the file of an order book.",
        subcommands = BookBackupCommand.class)
final class BookCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE.code();
    }
}
