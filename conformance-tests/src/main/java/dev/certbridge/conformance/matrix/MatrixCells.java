package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.DocumentedResponse.Named;
import dev.certbridge.conformance.matrix.MatrixCell.Canned;
import dev.certbridge.conformance.matrix.MatrixCell.Filled;
import dev.certbridge.conformance.matrix.MatrixCell.Gap;
import dev.certbridge.conformance.matrix.MatrixCell.NotReliedOn;
import dev.certbridge.conformance.matrix.MatrixCell.Waived;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the cells of a pair. */
final class MatrixCells {

    private final RunFacts run;
    private final Map<OperationStatus, List<PactInteraction>> pacts;
    private final PactRelevance reliance;
    private final Waivers waivers;

    MatrixCells(
            RunFacts run, Map<OperationStatus, List<PactInteraction>> pacts, PactRelevance reliance, Waivers waivers) {
        this.run = run;
        this.pacts = pacts;
        this.reliance = reliance;
        this.waivers = waivers;
    }

    MatrixRow row(DocumentedResponse answer) {
        Map<MatrixColumn, MatrixCell> cells = new EnumMap<>(MatrixColumn.class);
        for (MatrixColumn column : MatrixColumn.values()) {
            cells.put(column, waived(answer.pair(), column, cell(answer, column)));
        }
        return new MatrixRow(answer, cells);
    }

    /** Where the contract of a reseller stands in the repository. */
    static String contractPath(String reseller) {
        return "specs/" + reseller + "/openapi.yaml";
    }

    /** Where the pact with a reseller stands in the repository. */
    static String pactPath(String reseller) {
        return "conformance-tests/pacts/" + CommittedPact.fileName(reseller);
    }

    private MatrixCell waived(OperationStatus pair, MatrixColumn column, MatrixCell cell) {
        return waivers.of(pair, column)
                .filter(waiver -> cell instanceof Gap)
                .<MatrixCell>map(waiver -> new Waived(cell.text(), waiver.reason()))
                .orElse(cell);
    }

    private MatrixCell cell(DocumentedResponse answer, MatrixColumn column) {
        return switch (column) {
            case SPEC -> new Filled("line " + answer.line(), inContract(answer));
            case EVIDENCE -> evidence(answer);
            case OPEN -> open(answer);
            case EXAMPLE -> example(answer);
            case STUB -> stub(answer);
            case PACT -> pact(answer);
            case RULE -> rule(answer);
            case RESULT -> result(answer);
        };
    }

    private static MatrixCell evidence(DocumentedResponse answer) {
        return answer.evidence().isEmpty()
                ? new Gap("the contract does not say how it knows", inContract(answer))
                : new Filled(answer.evidence(), inContract(answer));
    }

    private static MatrixCell open(DocumentedResponse answer) {
        if (!answer.closed().isEmpty()) {
            Named first = answer.closed().get(0);
            return new Gap(
                    first.name() + ", so a new value would not decode", List.of(inContract(answer, first.line())));
        }
        return new Filled(answer.open() == 0 ? "no lists" : counted(answer.open(), "open list"), inContract(answer));
    }

    private static MatrixCell example(DocumentedResponse answer) {
        if (answer.withoutBody()) {
            return new Filled("no body", inContract(answer));
        }
        return answer.examples().isEmpty()
                ? new Gap("the contract shows no example", inContract(answer))
                : new Filled(
                        counted(answer.examples().size(), "example"),
                        answer.examples().stream()
                                .map(example -> new CellLink(
                                        example.name(),
                                        contractPath(answer.pair().reseller()),
                                        example.line()))
                                .toList());
    }

    /** What an adapter may do and succeed with is not left to an example; every failure may be, for it is provoked. */
    private MatrixCell stub(DocumentedResponse answer) {
        if (!run.answered(answer.pair())) {
            return new Gap("no stub answered so in this run", inContract(answer));
        }
        if (run.behaved(answer.pair())) {
            return new Filled("behaves", inContract(answer));
        }
        return answer.isFailure() || !reliance.calls(answer.pair())
                ? new Canned("canned", inContract(answer))
                : new Gap(
                        "an adapter relies on this success, and the stub only showed the contract's example",
                        inContract(answer));
    }

    private MatrixCell pact(DocumentedResponse answer) {
        List<PactInteraction> interactions = pacts.getOrDefault(answer.pair(), List.of());
        if (interactions.isEmpty()) {
            return needed(answer, reliance.notNeeded(answer, pacts::containsKey), "no pact says what clients rely on");
        }
        return new Filled(
                counted(interactions.size(), "pact"),
                interactions.stream()
                        .map(one -> new CellLink(
                                one.description(), pactPath(answer.pair().reseller()), one.line()))
                        .toList());
    }

    private MatrixCell rule(DocumentedResponse answer) {
        List<String> rules = run.rules(answer.pair());
        return rules.isEmpty()
                ? needed(answer, withoutRule(answer), "no pact holds it, and no rule but the sweep met it")
                : new Filled(
                        counted(rules.size(), "rule"),
                        rules.stream().map(CellLink::rule).toList());
    }

    /** The tests that make a pact take the client through the answer too: no rule is needed where one holds it. */
    private Optional<String> withoutRule(DocumentedResponse answer) {
        return pacts.containsKey(answer.pair())
                ? Optional.of("its pact holds it")
                : reliance.notNeeded(
                        answer,
                        other -> pacts.containsKey(other) || !run.rules(other).isEmpty());
    }

    private static MatrixCell needed(DocumentedResponse answer, Optional<String> notNeeded, String missing) {
        return notNeeded
                .<MatrixCell>map(how -> new NotReliedOn(how, inContract(answer)))
                .orElseGet(() -> new Gap(missing, inContract(answer)));
    }

    private MatrixCell result(DocumentedResponse answer) {
        boolean swept = run.rules(answer.pair()).isEmpty();
        List<RuleResult> results = swept
                ? run.results(answer.pair(), true)
                : Stream.of(true, false)
                        .flatMap(sweep -> run.results(answer.pair(), sweep).stream())
                        .toList();
        if (results.isEmpty()) {
            return new Gap("nothing tried it", inContract(answer));
        }
        List<RuleResult> broken = results.stream()
                .filter(result -> result.verdict() == Verdict.FAILED)
                .toList();
        if (!broken.isEmpty()) {
            RuleResult first = broken.get(0);
            return new Gap(
                    "rule " + first.rule() + " is broken by " + first.candidate() + ", case \"" + first.testCase()
                            + "\"",
                    List.of(CellLink.rule(first.rule())));
        }
        String held = results.size() + " held";
        return new Filled(
                swept ? held + ", sweep only" : held,
                RunFacts.numbers(results).stream().map(CellLink::rule).toList());
    }

    /** The answer itself: what a cell without a place of its own leads to. */
    private static List<CellLink> inContract(DocumentedResponse answer) {
        return List.of(inContract(answer, answer.line()));
    }

    private static CellLink inContract(DocumentedResponse answer, int line) {
        return new CellLink("openapi.yaml:" + line, contractPath(answer.pair().reseller()), line);
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
