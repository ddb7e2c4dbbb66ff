package dev.certbridge.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code certbridge spec}: what can be asked about contracts. */
@Command(
        name = "spec",
        mixinStandardHelpOptions = true,
        description = "Works on the OpenAPI documents of the resellers.",
        subcommands = SpecDiffCommand.class)
final class SpecCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Objects.requireNonNull(spec).commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE.code();
    }
}
