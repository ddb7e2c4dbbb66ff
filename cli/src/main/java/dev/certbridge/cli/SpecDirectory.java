package dev.certbridge.cli;

import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactCheck;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Changed contracts. A run of the conformance rules uses them in place of the contracts in this program.
 *
 * @param byReseller the contract of each reseller, by the name of the reseller; not empty
 */
record SpecDirectory(Map<String, ContractDocument> byReseller) {

    private static final String FILE = "openapi.yaml";

    /**
     * Reads the contracts in a folder.
     *
     * @throws IllegalArgumentException the folder has no contract, or a contract that is not an OpenAPI 3 document or
     *     has no operation
     */
    static SpecDirectory in(Path folder) {
        Map<String, ContractDocument> found = new TreeMap<>();
        List<String> expected = new ArrayList<>();
        for (ResellerProvider provider : ResellerProvider.all()) {
            Path file = folder.resolve(provider.name()).resolve(FILE);
            expected.add(provider.name() + "/" + FILE);
            if (Files.exists(file)) {
                found.put(provider.name(), read(file));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no contract in " + folder + "; expected " + String.join(" or ", expected));
        }
        return new SpecDirectory(found);
    }

    private static ContractDocument read(Path file) {
        ContractDocument contract = ContractDocument.named(file.toString());
        if (contract.operations().isEmpty()) {
            throw new IllegalArgumentException(file + " has no operation; put the whole contract there");
        }
        return contract;
    }

    /**
     * Compares the contracts with the generated clients and the pacts, runs the rules with them, and prints a verdict.
     * Returns the exit code of the command.
     */
    int compareAndRun(CliContext context, Optional<Path> report) {
        PrintWriter out = context.out();
        boolean compatible = true;
        for (Map.Entry<String, ContractDocument> changed : byReseller.entrySet()) {
            compatible &= isCompatible(changed.getKey(), changed.getValue(), out);
        }
        int rules = runRules(context, report);
        String broken = compatible ? "rules" : rules == 0 ? "clients or pacts" : "clients or pacts, and rules";
        out.println(
                compatible && rules == 0
                        ? "verdict: these contracts break nothing"
                        : "verdict: these contracts break " + broken + ", see above");
        return compatible ? rules : 1;
    }

    /** Prints the breaking changes of a contract and the pacts that it breaks. Returns true if there are none. */
    private static boolean isCompatible(String reseller, ContractDocument changed, PrintWriter out) {
        ContractDiff diff = ContractDiff.between(ContractDocument.named(reseller), changed);
        PactCheck check = PactCheck.against(changed);
        List<String> pacts = CommittedPact.interactions(reseller).stream()
                .flatMap(interaction -> check.problems(interaction).stream()
                        .map(problem -> CommittedPact.fileName(reseller) + ":" + interaction.line() + " "
                                + interaction.operationId() + " " + interaction.statuses() + ": " + problem))
                .toList();
        out.println(String.format(
                Locale.ROOT,
                "%s: %d breaking and %d compatible changes of the contract, %d pacts broken",
                reseller,
                diff.distinct(Severity.BREAKING),
                diff.distinct(Severity.COMPATIBLE),
                pacts.size()));
        diff.changes(Severity.BREAKING)
                .forEach(change -> out.println(PrintableText.of(
                        "  " + String.join(" ", change.location().parts()) + ": " + change.sentence() + "; members "
                                + change.members())));
        pacts.forEach(problem -> out.println(PrintableText.of("  " + problem)));
        out.flush();
        return !diff.breaking() && pacts.isEmpty();
    }

    /** Runs {@code conformance} with the contracts in front of the class path, so that stubs and rules use them. */
    private int runRules(CliContext context, Optional<Path> report) {
        List<String> arguments = new ArrayList<>(List.of("conformance"));
        byReseller.keySet().forEach(reseller -> arguments.addAll(List.of("--reseller", reseller)));
        report.ifPresent(folder -> arguments.addAll(List.of("--report", folder.toString())));
        try {
            Path folder = Files.createTempDirectory("certbridge-contracts");
            try {
                for (Map.Entry<String, ContractDocument> contract : byReseller.entrySet()) {
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
