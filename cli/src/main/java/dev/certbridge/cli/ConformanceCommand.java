package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.matrix.Matrix;
import dev.certbridge.conformance.matrix.MatrixReport;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code certbridge conformance}: runs the rules of the conformance kit on the clients of this program, against its
 * stubs.
 */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs every rule of the kit on the clients of this program, against stubs on this machine.",
            "It needs no account and no network, and orders nothing."
        },
        footer = {
            "",
            "Example:",
            "  certbridge conformance --spec-dir changed --report target/conformance",
            "",
            "Exit codes:",
            "  0  conforming",
            "  1  not conforming: the failures are printed above",
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
            description =
                    "Use changed contracts: DIR/<reseller>/openapi.yaml for each reseller that changed. Reports the"
                            + " generated members, pacts, rules and stubs that they break.")
    private @Nullable Path changed;

    @Option(
            names = "--reseller",
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description = "Only the clients of this reseller: ${COMPLETION-CANDIDATES}. Default: all, or those with a"
                    + " contract in --spec-dir.")
    private List<String> resellers = new ArrayList<>();

    /** Sets the resellers through the former name of the option. */
    @Option(names = "--at", hidden = true)
    void at(List<String> values) {
        resellers = values;
    }

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "The folder for matrix.html, matrix.json and TEST-conformance-matrix.xml (JUnit).")
    private @Nullable Path folder;

    @Override
    public Integer call() {
        CliContext context = CliContext.of(Objects.requireNonNull(spec));
        Optional<Path> report = Optional.ofNullable(folder);
        report.ifPresent(ConformanceCommand::create);
        if (changed != null && !resellers.isEmpty()) {
            throw new IllegalArgumentException(
                    "--reseller cannot be used with --spec-dir, whose folders select the resellers");
        }
        if (changed != null) {
            return SpecDirectory.in(changed).compareAndRun(context, report);
        }
        List<String> selected = resellers.stream()
                .map(name -> ResellerProvider.named(name).name())
                .toList();
        List<ClientUnderTest> clients = ClientUnderTest.all().stream()
                .filter(client -> selected.isEmpty()
                        || selected.contains(client.provider().name()))
                .toList();
        ConformanceProgress progress = new ConformanceProgress(context.out());
        RunReport run = ConformanceRun.of(clients, progress);
        Matrix matrix = Matrix.ofKit(run, clients);
        progress.summary(run, matrix.gapsBesidesRules());
        report.ifPresent(target -> write(matrix, target));
        return run.conforming() && matrix.conforming() ? CONFORMING : NOT_CONFORMING;
    }

    /** Creates the folder before the rules run, so that a wrong folder is reported at once. */
    private static void create(Path report) {
        try {
            Files.createDirectories(report);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the folder " + report + " for the report; name another", e);
        }
    }

    private static void write(Matrix matrix, Path report) {
        try {
            MatrixReport.of(matrix).write(report);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + report + ": " + e.getMessage(), e);
        }
    }
}
