package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.matrix.Matrix;
import dev.certbridge.conformance.matrix.MatrixReport;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactCheck;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            "It needs no account and no network, and orders nothing."
        },
        footer = {
            "  certbridge conformance --spec-dir changed --report target/conformance",
            "",
            "Exit codes:",
            "  0  all rules passed",
            "  1  a rule failed, or a changed contract breaks something; see the output",
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
                    "Use the changed contracts DIR/<reseller>/openapi.yaml. Reports the generated members, pacts, rules"
                            + " and stubs that they break.")
    private @Nullable Path changed;

    @Option(
            names = "--reseller",
            paramLabel = "RESELLER",
            completionCandidates = ResellerOption.Names.class,
            description =
                    "Test only the clients of this reseller: ${COMPLETION-CANDIDATES}. Default: all resellers, or those"
                            + " with a contract in --spec-dir.")
    private List<String> resellers = new ArrayList<>();

    /** Sets the resellers through the former name of the option. */
    @Option(names = "--at", hidden = true)
    void at(List<String> values) {
        resellers = values;
    }

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write matrix.html, matrix.json and TEST-conformance-matrix.xml (JUnit) to this folder.")
    private @Nullable Path report;

    @Override
    public Integer call() {
        CliContext context = CliContext.of(Objects.requireNonNull(spec));
        createReportFolder();
        if (changed != null && !resellers.isEmpty()) {
            throw new IllegalArgumentException(
                    "--reseller cannot be used with --spec-dir, whose folders select the resellers");
        }
        if (changed != null) {
            return compareAndRun(contracts(changed), context);
        }
        List<String> selected = resellers.stream()
                .map(name -> ResellerOption.named(name).name())
                .toList();
        List<ClientUnderTest> clients = ClientUnderTest.all().stream()
                .filter(client -> selected.isEmpty()
                        || selected.contains(client.provider().name()))
                .toList();
        ConformanceProgress progress = new ConformanceProgress(context.out());
        RunReport run = ConformanceRun.of(clients, progress);
        Matrix matrix = Matrix.ofKit(run, clients);
        progress.summary(run, matrix.gapsBesidesRules());
        if (report != null) {
            try {
                MatrixReport.of(matrix).write(report);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the report to " + report + ": " + e.getMessage(), e);
            }
        }
        return run.conforming() && matrix.conforming() ? 0 : 1;
    }

    /** Creates the folder of the report before the rules run, so that a wrong folder is reported at once. */
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

    /** Reads the contracts in a folder. The keys are the names of the resellers. */
    private static Map<String, ContractDocument> contracts(Path folder) {
        Map<String, ContractDocument> found = new TreeMap<>();
        List<String> expected = new ArrayList<>();
        for (ResellerProvider provider : ResellerProvider.all()) {
            Path file = folder.resolve(provider.name()).resolve(FILE);
            expected.add(provider.name() + "/" + FILE);
            if (Files.exists(file)) {
                ContractDocument contract = ContractDocument.named(file.toString());
                if (contract.operations().isEmpty()) {
                    throw new IllegalArgumentException(file + " has no operation. Put the whole contract there");
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
     * Compares the contracts with the generated clients and the pacts, runs the rules with them, and prints a verdict.
     * Returns the exit code of the command.
     */
    private int compareAndRun(Map<String, ContractDocument> contracts, CliContext context) {
        PrintWriter out = context.out();
        boolean compatible = true;
        for (Map.Entry<String, ContractDocument> contract : contracts.entrySet()) {
            compatible &= isCompatible(contract.getKey(), contract.getValue(), out);
        }
        int rules = runRules(contracts, context);
        String broken = compatible ? "rules" : rules == 0 ? "clients or pacts" : "clients or pacts, and rules";
        out.println(
                compatible && rules == 0
                        ? "verdict: these contracts break nothing"
                        : "verdict: these contracts break " + broken + ", see above");
        return compatible ? rules : 1;
    }

    /**
     * Prints the breaking changes of a contract and the pacts that it breaks. Returns true if the contract breaks
     * nothing.
     */
    private static boolean isCompatible(String reseller, ContractDocument changed, PrintWriter out) {
        ContractDiff diff = ContractDiff.between(ContractDocument.named(reseller), changed);
        PactCheck check = PactCheck.against(changed);
        List<String> pacts = CommittedPact.interactions(reseller).stream()
                .flatMap(interaction -> check.problems(interaction).stream()
                        .map(problem -> CommittedPact.fileName(reseller) + ":" + interaction.line() + " "
                                + interaction.operationId() + " " + interaction.statuses() + ": " + problem))
                .toList();
        out.println(reseller + ": " + diff.distinct(Severity.BREAKING) + " breaking and "
                + diff.distinct(Severity.COMPATIBLE) + " compatible changes of the contract, " + pacts.size()
                + " pacts broken");
        diff.changes(Severity.BREAKING)
                .forEach(change -> out.println(PrintableText.of(
                        "  " + String.join(" ", change.location().parts()) + ": " + change.sentence() + "; members "
                                + change.members())));
        pacts.forEach(problem -> out.println(PrintableText.of("  " + problem)));
        out.flush();
        return !diff.breaking() && pacts.isEmpty();
    }

    /** Runs this command with the contracts in front of the class path, so that stubs and rules use them. */
    private int runRules(Map<String, ContractDocument> contracts, CliContext context) {
        List<String> arguments = new ArrayList<>(List.of("conformance"));
        contracts.keySet().forEach(reseller -> arguments.addAll(List.of("--reseller", reseller)));
        if (report != null) {
            arguments.addAll(List.of("--report", report.toString()));
        }
        try {
            Path folder = Files.createTempDirectory("certbridge-contracts");
            try {
                for (Map.Entry<String, ContractDocument> contract : contracts.entrySet()) {
                    Path file = folder.resolve("dev/certbridge/specs/" + contract.getKey() + "/" + FILE);
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, contract.getValue().text());
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
