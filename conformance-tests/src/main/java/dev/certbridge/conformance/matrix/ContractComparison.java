package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactCheck;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.contract.ChangeSummary;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The effect of a new contract of a reseller on the clients and pacts that were written against the old contract. The
 * severity and the remedy of each change come from {@link ContractDiff}.
 *
 * @param before the old contract
 * @param after the new contract, with the name of the reseller
 * @param diff the changes between the contracts
 * @param pacts the reasons why the new contract does not allow committed pacts, one line for each reason
 * @param missingOperations the operations that the clients call and the new contract does not have
 */
public record ContractComparison(
        ContractDocument before,
        ContractDocument after,
        ContractDiff diff,
        List<String> pacts,
        List<String> missingOperations) {

    /** The heading of the comparison in every report. */
    static final String HEADING = "Changes in the new contract";

    /** Copies the lists. */
    public ContractComparison {
        pacts = List.copyOf(pacts);
        missingOperations = List.copyOf(missingOperations);
    }

    /**
     * Compares two contracts of a reseller, and checks the committed pacts against the new contract.
     *
     * @param after the new contract, with the name of the reseller
     * @throws IllegalArgumentException if a library cannot read a contract; the message is one line
     */
    public static ContractComparison of(ContractDocument before, ContractDocument after) {
        String reseller = after.name();
        Set<String> missing = called(reseller);
        after.operations().stream().map(ContractOperation::id).forEach(missing::remove);
        return new ContractComparison(
                before, after, ContractDiff.between(before, after), pacts(reseller, after), List.copyOf(missing));
    }

    private static Set<String> called(String reseller) {
        Set<String> called = new TreeSet<>(CalledOperations.byReseller().getOrDefault(reseller, Set.of()));
        ClientUnderTest.all().stream()
                .filter(client -> client.provider().name().equals(reseller))
                .map(ClientUnderTest::operations)
                .forEach(of -> called.addAll(List.of(of.ordering(), of.reading(), of.listing(), of.downloading())));
        return called;
    }

    private static List<String> pacts(String reseller, ContractDocument contract) {
        PactCheck check = PactCheck.against(contract);
        Map<String, List<PactInteraction>> byProblem = new LinkedHashMap<>();
        CommittedPact.interactions(reseller)
                .forEach(interaction -> check.problems(interaction)
                        .forEach(problem -> byProblem
                                .computeIfAbsent(interaction.operationId() + ": " + problem, none -> new ArrayList<>())
                                .add(interaction)));
        return byProblem.entrySet().stream()
                .map(entry -> CommittedPact.fileName(reseller) + ":"
                        + entry.getValue().stream()
                                .map(interaction -> String.valueOf(interaction.line()))
                                .collect(Collectors.joining(","))
                        + " " + entry.getKey())
                .toList();
    }

    /** Returns the name of the reseller. */
    public String reseller() {
        return after.name();
    }

    /** Returns the name of the reseller and both versions, such as {@code regfish 0.4.0 -> 0.5.0}. */
    public String versions() {
        return reseller() + " " + before.version() + " -> " + after.version();
    }

    /** Returns true if the contract, a client or a pact has to be changed. */
    public boolean needsWork() {
        return diff.needsWork() || !pacts.isEmpty() || !canRunRules();
    }

    /**
     * Returns true if the rules can run with the new contract. The rules cannot run if the contract lacks an operation
     * that the clients call, because the stub would lack this operation too.
     */
    public boolean canRunRules() {
        return missingOperations.isEmpty();
    }

    /** Returns the result in one sentence. */
    public String verdict() {
        String verdict = ChangeSummary.verdict(diff);
        if (!pacts.isEmpty()) {
            verdict += " The new contract does not allow some pacts.";
        }
        return canRunRules()
                ? verdict
                : verdict + " The rules cannot run: the new contract has no operation "
                        + String.join(", ", missingOperations) + ", which the clients call.";
    }

    /** Returns the comparison as text, with a heading at the start and the verdict at the end. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(HEADING + ", " + versions());
        ChangeSummary.lines(diff).forEach(line -> lines.add("  " + line));
        if (!pacts.isEmpty()) {
            lines.add("  PACTS (" + pacts.size() + ")");
            pacts.forEach(pact -> lines.add("    " + pact));
        }
        lines.add("  " + verdict());
        return lines;
    }
}
