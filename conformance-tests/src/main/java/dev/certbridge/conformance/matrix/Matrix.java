package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.contract.ContractDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For every operation and status of the contracts: how it is known, whether its values stay open, its examples, whether
 * a stub really answered so, the pacts and rules about it, and what they came to. {@link PactRelevance} computes where a pact
 * or a rule is not needed.
 */
public final class Matrix {

    private final List<MatrixRow> rows;
    private final List<RuleTally> rules;
    private final Waivers waivers;
    private final MatrixSources sources;

    private Matrix(List<MatrixRow> rows, List<RuleTally> rules, Waivers waivers, MatrixSources sources) {
        this.rows = List.copyOf(rows);
        this.rules = List.copyOf(rules);
        this.waivers = waivers;
        this.sources = sources;
    }

    /**
     * Joins what a run found out with the contracts, pacts and waivers on the class path.
     *
     * @param report a run of the kit on these candidates
     * @param candidates who was tried; each reseller of theirs has its rows
     */
    public static Matrix ofKit(RunReport report, List<ClientUnderTest> candidates) {
        List<String> resellers = candidates.stream()
                .map(candidate -> candidate.subject().name())
                .distinct()
                .sorted()
                .toList();
        List<PactInteraction> pacts = resellers.stream()
                .flatMap(reseller -> CommittedPact.interactions(reseller).stream())
                .toList();
        return of(report, resellers.stream().map(ContractDocument::named).toList(), pacts, Waivers.ofKit());
    }

    /**
     * Joins what is known.
     *
     * @param report a run of the kit; what it did not try is a hole
     * @param contracts the contracts, each named as its reseller
     * @param pacts the interactions of every committed pact
     * @param waivers the holes that are accepted
     */
    public static Matrix of(
            RunReport report, List<ContractDocument> contracts, List<PactInteraction> pacts, Waivers waivers) {
        return of(report, contracts, pacts, waivers, CalledOperations.byReseller());
    }

    /**
     * The same, told what it finds out elsewhere.
     *
     * @param called by reseller, the operations that its adapters' code refers to; where that is none, those are taken
     *     that a stub answered in another rule than a sweep
     */
    static Matrix of(
            RunReport report,
            List<ContractDocument> contracts,
            List<PactInteraction> pacts,
            Waivers waivers,
            Map<String, Set<String>> called) {
        RunFacts run = new RunFacts(report, called);
        List<DocumentedResponse> answers = contracts.stream()
                .flatMap(contract -> DocumentedResponses.of(contract).stream())
                .toList();
        Map<String, Set<String>> relied = contracts.stream()
                .map(ContractDocument::name)
                .collect(Collectors.toMap(name -> name, name -> {
                    Set<String> operations = called.getOrDefault(name, Set.of());
                    return operations.isEmpty() ? run.operations(name) : operations;
                }));
        MatrixCells cells = new MatrixCells(run, byPair(pacts), new PactRelevance(answers, relied), waivers);
        return new Matrix(
                answers.stream().map(cells::row).toList(),
                RuleTally.of(report),
                waivers,
                new MatrixSources(contracts, pacts));
    }

    /** Whether there is nothing to mend: no hole, no broken rule, no waiver that nothing needs. */
    public boolean conforming() {
        return holes().isEmpty();
    }

    /**
     * What fails the build, one line each, in the order of the contracts. A line names the reseller, the operation and
     * the status, says what is missing and where to add it. Waivers that nothing needs are at the end.
     */
    public List<String> holes() {
        List<String> holes = new ArrayList<>(emptyCells());
        rules.stream()
                .filter(rule -> rule.broken() > 0)
                .map(rule -> rule.reseller() + " " + rule.candidate() + ": rule " + rule.rule() + " is broken: "
                        + rule.detail().lines().findFirst().orElse(""))
                .forEach(holes::add);
        holes.addAll(needlessWaivers());
        return holes;
    }

    /** The same without the broken rules, which a run of the kit has told before. */
    public List<String> holesBesidesRules() {
        return Stream.concat(emptyCells().stream(), needlessWaivers().stream()).toList();
    }

    private List<String> emptyCells() {
        List<String> holes = new ArrayList<>();
        for (MatrixRow row : rows) {
            row.cells().forEach((column, cell) -> {
                if (cell instanceof MatrixCell.Gap) {
                    holes.add(row.pair() + ": " + column.key() + ": " + cell.text() + "; "
                            + column.remedy(
                                    MatrixCells.contractPath(row.pair().reseller()) + ":" + line(row, cell),
                                    MatrixCells.pactPath(row.pair().reseller())));
                }
            });
        }
        return holes;
    }

    private List<String> needlessWaivers() {
        return waivers.all().stream()
                .flatMap(waiver -> waiver.columns().stream()
                        .sorted()
                        .filter(column -> !isWaived(waiver.pair(), column))
                        .map(column -> waiver.pair() + ": " + column.key()
                                + ": the waiver is not needed; remove it from conformance-tests/waivers.yaml"))
                .toList();
    }

    /**
     * What stands behind each pair, one line each: the names of its examples, how many pacts, which rules, sweeps too. Committed and
     * compared, it shows what went away although a cell is still filled.
     */
    public List<String> lines() {
        return rows.stream().map(Matrix::line).toList();
    }

    List<MatrixRow> rows() {
        return rows;
    }

    List<RuleTally> rules() {
        return rules;
    }

    MatrixSources sources() {
        return sources;
    }

    private boolean isWaived(OperationStatus pair, MatrixColumn column) {
        return rows.stream().anyMatch(row -> row.pair().equals(pair) && row.cell(column) instanceof MatrixCell.Waived);
    }

    private static int line(MatrixRow row, MatrixCell cell) {
        return cell.links().stream()
                .mapToInt(CellLink::line)
                .findFirst()
                .orElse(row.answer().line());
    }

    /** What a filled cell links to; any other links to where the contract has the answer, and nothing stands behind it. */
    private static String line(MatrixRow row) {
        String examples = row.answer().examples().stream()
                .map(DocumentedResponse.Named::name)
                .collect(Collectors.joining(","));
        String rules =
                behind(row, MatrixColumn.RESULT).stream().map(CellLink::text).collect(Collectors.joining(","));
        return row.pair() + " examples=" + examples + " pacts="
                + behind(row, MatrixColumn.PACT).size() + " rules=" + rules;
    }

    private static List<CellLink> behind(MatrixRow row, MatrixColumn column) {
        return row.cell(column) instanceof MatrixCell.Filled filled ? filled.links() : List.of();
    }

    private static Map<OperationStatus, List<PactInteraction>> byPair(List<PactInteraction> pacts) {
        Map<OperationStatus, List<PactInteraction>> byPair = new HashMap<>();
        for (PactInteraction pact : pacts) {
            Stream<Integer> statuses = pact.statuses().stream();
            statuses.map(status -> new OperationStatus(pact.reseller(), pact.operationId(), status))
                    .forEach(pair -> byPair.computeIfAbsent(pair, none -> new ArrayList<>())
                            .add(pact));
        }
        return byPair;
    }
}
