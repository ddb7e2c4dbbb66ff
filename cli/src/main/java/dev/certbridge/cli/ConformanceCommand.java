package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.matrix.ContractComparison;
import dev.certbridge.conformance.matrix.Matrix;
import dev.certbridge.conformance.matrix.MatrixReport;
import dev.certbridge.conformance.rule.Slf4jRecorder;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOrigin;
import dev.certbridge.contract.RunDetails;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code certbridge conformance}: runs the conformance rules on the clients of this program, against its stubs. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the conformance rules on the clients of this program, against stubs on this machine.",
            "The command needs no account and no network, and orders nothing."
        },
        footer = {
            "  certbridge conformance --spec-dir changed --report target/conformance",
            "",
            "Exit codes:",
            "  0  all rules passed, and a changed contract is compatible",
            "  1  a rule failed, or a changed contract needs work; see the output",
            "  2  wrong usage, or a contract that cannot be read"
        })
final class ConformanceCommand implements Callable<Integer> {

    private static final String FILE = "openapi.yaml";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--spec-dir",
            paramLabel = "DIR",
            description =
                    "Use the changed contracts DIR/<reseller>/openapi.yaml. Reports the changes as spec diff does,"
                            + " the pacts that the contracts do not allow, and the rules that fail.")
    private @Nullable Path changed;

    /**
     * The folder of the old contracts. Only the program itself passes this option, when it runs the command again with
     * the new contracts on the class path.
     */
    @Option(names = "--changed-from", hidden = true)
    private @Nullable Path changedFrom;

    @Option(
            names = "--reseller",
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description =
                    "Test only the clients of this reseller: ${COMPLETION-CANDIDATES}. Default: all resellers, or those"
                            + " with a contract in --spec-dir.")
    private List<String> resellers = new ArrayList<>();

    /** Sets the resellers. The option {@code --at} is the old name of {@code --reseller}. */
    @Option(names = "--at", hidden = true)
    void at(List<String> values) {
        resellers = values;
    }

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Write matrix.html, matrix.json, TEST-conformance-matrix.xml (JUnit) and conformance.sarif to this"
                            + " folder.")
    private @Nullable Path report;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        CliContext context = CliContext.of(Objects.requireNonNull(spec));
        createReportFolder();
        // The comparison of contracts uses SLF4J before the rules begin.
        Slf4jRecorder.install();
        if (changed != null && !resellers.isEmpty()) {
            throw new IllegalArgumentException(
                    "--reseller cannot be used with --spec-dir, because the folders in --spec-dir select the"
                            + " resellers");
        }
        if (changed != null) {
            return runWith(changed, contracts(changed), context);
        }
        List<String> selected = resellers.stream()
                .map(name -> ResellerOption.named(name).name())
                .toList();
        return changedFrom == null ? run(selected, context) : compareAndRun(selected, changedFrom, context);
    }

    private int run(List<String> selected, CliContext context) {
        List<ClientUnderTest> clients = clients(selected);
        RunDetails details = details(
                context,
                clients.stream()
                        .map(client ->
                                ContractDocument.onClassPath(client.provider().name()))
                        .toList());
        PrintWriter out = output.lines();
        out.println(details.text());
        ConformanceProgress progress = new ConformanceProgress(out, false);
        RunReport run = ConformanceRun.of(clients, progress);
        Matrix matrix = Matrix.ofKit(run, clients);
        progress.summary(run, matrix.gapsBesidesRules());
        write(MatrixReport.of(matrix, details, List.of()));
        return run.conforming() && matrix.conforming() ? 0 : 1;
    }

    private static RunDetails details(CliContext context, List<ContractDocument> contracts) {
        return RunDetails.of(context.options().clock(), contracts);
    }

    private static List<ClientUnderTest> clients(List<String> selected) {
        return ClientUnderTest.all().stream()
                .filter(client -> selected.isEmpty()
                        || selected.contains(client.provider().name()))
                .toList();
    }

    /**
     * Prints the changes in the contracts on the class path, runs the rules with these contracts, and prints a verdict.
     */
    private int compareAndRun(List<String> selected, Path oldContracts, CliContext context) {
        PrintWriter out = output.lines();
        List<ContractComparison> comparisons = selected.stream()
                .map(reseller -> ContractComparison.of(
                        ContractDocument.named(file(oldContracts, reseller).toString()),
                        ContractDocument.onClassPath(reseller)))
                .toList();
        RunDetails details = details(
                context, comparisons.stream().map(ContractComparison::after).toList());
        out.println(PrintableText.of(details.text()));
        out.println();
        comparisons.stream()
                .flatMap(comparison -> comparison.lines().stream())
                .forEach(line -> out.println(PrintableText.of(line)));
        out.println();
        out.flush();
        boolean compatible = comparisons.stream().noneMatch(ContractComparison::needsWork);
        List<String> runnable = comparisons.stream()
                .filter(ContractComparison::canRunRules)
                .map(ContractComparison::reseller)
                .toList();
        Matrix matrix = Matrix.empty();
        boolean passed = true;
        if (!runnable.isEmpty()) {
            List<ClientUnderTest> clients = clients(runnable);
            ConformanceProgress progress = new ConformanceProgress(out, true);
            RunReport run = ConformanceRun.of(clients, progress);
            matrix = Matrix.ofKit(run, clients);
            progress.summary(run, matrix.gapsBesidesRules());
            passed = run.conforming() && matrix.conforming();
        }
        write(MatrixReport.of(matrix, details, comparisons));
        String needed = comparisons.stream()
                .filter(ContractComparison::needsWork)
                .map(comparison -> comparison.reseller() + ": " + comparison.verdict() + " ")
                .collect(Collectors.joining());
        String verdict;
        if (!passed) {
            verdict = needed + "With the new contracts, a rule fails or the matrix has a gap. See above.";
        } else if (compatible) {
            verdict = "the new contracts break nothing";
        } else {
            verdict = needed + (runnable.isEmpty() ? "" : "All rules pass at " + String.join(" and ", runnable) + ".");
        }
        out.println(PrintableText.of("verdict: " + verdict.strip()));
        return compatible && passed ? 0 : 1;
    }

    /** Writes the report files if {@code --report} is given. Prints the JSON document if {@code --json} is given. */
    private void write(MatrixReport written) {
        if (report != null) {
            try {
                written.write(report);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the report to " + report + ": " + e.getMessage(), e);
            }
        }
        output.print(written.json(), lines -> {});
    }

    /** Creates the report folder before the rules run, so that a wrong folder is reported immediately. */
    private void createReportFolder() {
        if (report == null) {
            return;
        }
        try {
            Files.createDirectories(report);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the folder " + report + " for the report. Choose another folder", e);
        }
    }

    /** Reads the contracts in a folder. The keys of the returned map are the names of the resellers. */
    private static Map<String, ContractDocument> contracts(Path folder) {
        Map<String, ContractDocument> found = new TreeMap<>();
        List<String> expected = new ArrayList<>();
        for (ResellerProvider provider : ResellerProvider.all()) {
            Path file = file(folder, provider.name());
            expected.add(provider.name() + "/" + FILE);
            if (Files.exists(file)) {
                ContractDocument contract = ContractDocument.named(file.toString());
                if (contract.operations().isEmpty()) {
                    throw new IllegalArgumentException(
                            file + " has no operations. The file must contain the" + " whole contract");
                }
                found.put(provider.name(), contract);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no contract in " + folder + ". Expected " + String.join(" or ", expected));
        }
        return found;
    }

    /**
     * Runs this command again with the new contracts first on the class path, so that stubs and rules use the new
     * contracts.
     */
    private int runWith(Path origin, Map<String, ContractDocument> contracts, CliContext context) {
        List<String> arguments = new ArrayList<>(List.of("conformance"));
        contracts.keySet().forEach(reseller -> arguments.addAll(List.of("--reseller", reseller)));
        if (report != null) {
            arguments.addAll(List.of("--report", report.toString()));
        }
        if (output.isJson()) {
            arguments.add("--json");
        }
        try {
            Path folder = Files.createTempDirectory("certbridge-contracts");
            arguments.addAll(List.of("--changed-from", folder.resolve("old").toString()));
            try {
                for (Map.Entry<String, ContractDocument> contract : contracts.entrySet()) {
                    String reseller = contract.getKey();
                    Path copy = file(folder.resolve("dev/certbridge/specs"), reseller);
                    write(copy, contract.getValue().text());
                    ContractOrigin.copiedFrom(file(origin, reseller), contract.getValue())
                            .write(copy.resolveSibling(""));
                    write(
                            file(folder.resolve("old"), reseller),
                            ContractDocument.onClassPath(reseller).text());
                }
                return ProgramClassPath.run(
                        Optional.of(folder),
                        Optional.empty(),
                        context.out(),
                        context.err(),
                        Map.of(),
                        arguments.toArray(String[]::new));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the contracts for the rules: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Path file(Path folder, String reseller) {
        return folder.resolve(reseller).resolve(FILE);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
