package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.matrix.Matrix;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code certbridge conformance}: the rules of the kit on the clients and stubs inside this program. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tries every rule of the kit on the clients inside this program, against stubs on this machine.",
            "It needs no account and no network, and orders nothing."
        },
        footer = {
            "",
            "Example:",
            "  certbridge conformance --spec-dir changed --report target/conformance",
            "",
            "Exit codes:",
            "  0  conforming",
            "  1  not conforming: what is broken stands above",
            "  2  wrong usage, or a contract that cannot be read"
        })
final class ConformanceCommand implements Callable<Integer> {

    private static final int CONFORMING = 0;
    private static final int NOT_CONFORMING = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--spec-dir",
            paramLabel = "DIR",
            description = "Other contracts: DIR/<reseller>/openapi.yaml for each reseller that changed. Tells what they"
                    + " break in generated members, pacts, rules and stubs.")
    private @Nullable Path changed;

    @Option(
            names = "--at",
            paramLabel = "RESELLER",
            description = "Only the clients of this reseller. Default: all, or those that --spec-dir has contracts of.")
    private List<String> resellers = List.of();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where matrix.html, matrix.json and TEST-conformance-matrix.xml (JUnit) are written.")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        CliContext surroundings = CliContext.of(Objects.requireNonNull(spec));
        Optional<Path> report = Optional.ofNullable(folder);
        report.ifPresent(ConformanceFiles::prepare);
        if (changed != null && !resellers.isEmpty()) {
            throw new IllegalArgumentException(
                    "--spec-dir says by its folders which resellers are tried; leave --at out");
        }
        if (changed != null) {
            return SpecDirectory.in(changed).tried(surroundings, report);
        }
        List<String> wanted = resellers.stream()
                .map(name -> ResellerOption.named(name).name())
                .toList();
        List<ClientUnderTest> candidates = ClientUnderTest.all().stream()
                .filter(candidate ->
                        wanted.isEmpty() || wanted.contains(candidate.subject().name()))
                .toList();
        ConformanceProgress progress = new ConformanceProgress(surroundings.out());
        RunReport run = ConformanceRun.of(candidates, progress);
        Matrix matrix = Matrix.ofKit(run, candidates);
        progress.summary(run, matrix.gapsBesidesRules());
        report.ifPresent(where -> ConformanceFiles.write(matrix, where));
        return run.conforming() && matrix.conforming() ? CONFORMING : NOT_CONFORMING;
    }
}
