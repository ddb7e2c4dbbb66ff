package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.matrix.MatrixCell.State;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOrigin;
import dev.certbridge.contract.ContractResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conformance matrix. The matrix has one row for each documented status of each operation. A row shows the
 * evidence, examples, stub, pacts, rules and results. {@link PactRelevance} determines the rows that need a pact or a
 * rule.
 */
public final class Matrix {

    private final List<MatrixRow> rows;
    private final List<RuleTally> rules;
    private final Waivers waivers;
    private final List<ContractDocument> contracts;
    private final List<PactInteraction> pacts;

    private Matrix(
            List<MatrixRow> rows,
            List<RuleTally> rules,
            Waivers waivers,
            List<ContractDocument> contracts,
            List<PactInteraction> pacts) {
        this.rows = rows;
        this.rules = rules;
        this.waivers = waivers;
        this.contracts = List.copyOf(contracts);
        this.pacts = List.copyOf(pacts);
    }

    /**
     * Joins the results of a run with the contracts, pacts and waivers on the class path.
     *
     * @param report a run of the kit on these clients
     * @param candidates the tested clients; the matrix contains the contracts of their resellers
     */
    public static Matrix ofKit(RunReport report, List<ClientUnderTest> candidates) {
        List<String> resellers = candidates.stream()
                .map(candidate -> candidate.provider().name())
                .distinct()
                .sorted()
                .toList();
        Set<String> withPacts = resellers.stream().filter(CommittedPact::exists).collect(Collectors.toSet());
        List<PactInteraction> pacts = withPacts.stream()
                .sorted()
                .flatMap(reseller -> CommittedPact.interactions(reseller).stream())
                .toList();
        List<ContractDocument> contracts =
                resellers.stream().map(ContractDocument::named).toList();
        return of(report, contracts, pacts, withPacts, Waivers.ofKit(), CalledOperations.byReseller());
    }

    /** Returns a matrix without rows, for a run without rules. */
    public static Matrix empty() {
        return new Matrix(List.of(), List.of(), Waivers.none(), List.of(), List.of());
    }

    /**
     * Joins the results of a run with contracts, pacts and waivers. Only the responses of the resellers in {@code
     * withPacts} can need a pact.
     */
    static Matrix of(
            RunReport report,
            List<ContractDocument> contracts,
            List<PactInteraction> pacts,
            Set<String> withPacts,
            Waivers waivers,
            Map<String, Set<String>> called) {
        RunFacts run = new RunFacts(report, called);
        List<ContractResponse> responses = contracts.stream()
                .flatMap(contract -> contract.operations().stream())
                .flatMap(operation -> operation.responses().stream())
                .toList();
        Map<String, Set<String>> relied = contracts.stream()
                .map(ContractDocument::name)
                .collect(Collectors.toMap(name -> name, name -> {
                    Set<String> operations = called.getOrDefault(name, Set.of());
                    return operations.isEmpty() ? run.operations(name) : operations;
                }));
        MatrixCells cells =
                new MatrixCells(run, byRow(pacts), withPacts, new PactRelevance(responses, relied), waivers);
        return new Matrix(responses.stream().map(cells::row).toList(), RuleTally.of(report), waivers, contracts, pacts);
    }

    private static Map<OperationStatus, List<PactInteraction>> byRow(List<PactInteraction> pacts) {
        Map<OperationStatus, List<PactInteraction>> byRow = new HashMap<>();
        pacts.forEach(pact -> pact.statuses()
                .forEach(status -> byRow.computeIfAbsent(
                                new OperationStatus(pact.reseller(), pact.operationId(), status),
                                none -> new ArrayList<>())
                        .add(pact)));
        return byRow;
    }

    /** Returns true if there is no gap, no failed rule and no unneeded waiver. */
    public boolean conforming() {
        return gaps().isEmpty();
    }

    /**
     * Returns the problems that make the build fail, one line each, in the order of the contracts. The line of a gap
     * names the reseller, the operation, the status, the missing part and the file to change. The last lines are the
     * failed rules and the unneeded waivers.
     */
    public List<String> gaps() {
        Stream<String> failedRules = rules.stream()
                .filter(rule -> rule.failed() > 0)
                .map(rule -> rule.reseller() + " " + rule.candidate() + ": rule " + rule.rule() + " failed: "
                        + rule.detail().replaceAll("\\s+", " "));
        return Stream.of(emptyCells(cell -> true), failedRules, unneededWaivers())
                .flatMap(lines -> lines)
                .toList();
    }

    /**
     * Returns the lines of {@link #gaps}, except the failed rules and the cells that only repeat failed rules. A run of
     * the kit reports failed rules itself.
     */
    public List<String> gapsBesidesRules() {
        return Stream.concat(emptyCells(cell -> !cell.isFailedRule()), unneededWaivers())
                .toList();
    }

    private Stream<String> emptyCells(Predicate<MatrixCell> included) {
        return rows.stream()
                .flatMap(row -> row.cells().entrySet().stream()
                        .filter(entry -> entry.getValue().isGap() && included.test(entry.getValue()))
                        .map(entry -> row.key() + ": " + entry.getKey().key() + ": "
                                + entry.getValue().text() + "; " + remedy(row, entry.getKey(), entry.getValue())));
    }

    private static String remedy(MatrixRow row, MatrixColumn column, MatrixCell cell) {
        String reseller = row.key().reseller();
        int line = cell.links().get(0).line();
        return column.remedy(ContractOrigin.of(reseller).at(line), MatrixCells.pactPath(reseller));
    }

    private Stream<String> unneededWaivers() {
        return waivers.all().stream()
                .flatMap(waiver -> waiver.columns().stream()
                        .sorted()
                        .filter(column -> rows.stream()
                                .noneMatch(row -> row.key().equals(waiver.row())
                                        && row.cell(column).state() == State.WAIVED))
                        .map(column -> waiver.row() + ": " + column.key()
                                + ": the waiver is not needed; remove it from conformance-tests/waivers.yaml"));
    }

    /**
     * Returns one line for each row with its examples, pacts and rules. A test compares the lines with a committed
     * file, and detects a removed example, pact or rule even if the cell is still filled.
     */
    List<String> lines() {
        return rows.stream().map(MatrixRow::line).toList();
    }

    List<MatrixRow> rows() {
        return rows;
    }

    List<RuleTally> rules() {
        return rules;
    }

    List<ContractDocument> contracts() {
        return contracts;
    }

    List<PactInteraction> pacts() {
        return pacts;
    }
}
