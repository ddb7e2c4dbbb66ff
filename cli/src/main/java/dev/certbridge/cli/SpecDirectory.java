package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactCheck;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Contracts that stand in for those inside this program.
 *
 * @param byReseller each by the name of its reseller; never empty
 */
record SpecDirectory(Map<String, ContractDocument> byReseller) {

    private static final String FILE = "openapi.yaml";

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException when the folder has none, or one that is not an OpenAPI 3 document or has no operation;
     *     in one line
     */
    static SpecDirectory in(Path folder) {
        Map<String, ContractDocument> found = new TreeMap<>();
        for (Subject subject : Subject.all()) {
            Path file = folder.resolve(subject.name()).resolve(FILE);
            if (Files.exists(file)) {
                found.put(subject.name(), read(file));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no contract in " + folder + "; it is looked for at "
                    + String.join(
                            " and ",
                            Subject.all().stream()
                                    .map(subject -> subject.name() + "/" + FILE)
                                    .toList()));
        }
        return new SpecDirectory(found);
    }

    /** One without operations is no newer version of anything; every rule would only say so in its own words. */
    private static ContractDocument read(Path file) {
        ContractDocument contract = ContractDocument.named(file.toString());
        if (contract.operations().isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has no operation, so there is nothing to try; put the whole contract there");
        }
        return contract;
    }

    /** Tells what they break, first in what was made of the old ones, then in the rules and stubs, and one verdict. */
    int tried(CliContext surroundings, Optional<Path> report) {
        PrintWriter out = surroundings.out();
        boolean fits = true;
        for (Map.Entry<String, ContractDocument> changed : byReseller.entrySet()) {
            fits &= compared(changed.getKey(), changed.getValue(), out);
        }
        int rules = ContractOverlayProcess.inFrontOf(byReseller).conformance(surroundings, report);
        out.println(
                fits && rules == 0
                        ? "verdict: these contracts break nothing"
                        : "verdict: these contracts break "
                                + (fits ? "rules" : rules == 0 ? "what was made of the old ones" : "both")
                                + ", see above");
        return fits ? rules : 1;
    }

    /** True when nothing that was made of the old contract is broken by the new one. */
    private static boolean compared(String reseller, ContractDocument changed, PrintWriter out) {
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
}
