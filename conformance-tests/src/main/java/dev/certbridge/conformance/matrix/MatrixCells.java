package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.Cell.Canned;
import dev.certbridge.conformance.matrix.Cell.Filled;
import dev.certbridge.conformance.matrix.Cell.Hole;
import dev.certbridge.conformance.matrix.Cell.NotReliedOn;
import dev.certbridge.conformance.matrix.Cell.Waived;
import dev.certbridge.conformance.matrix.DocumentedAnswer.Named;
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
    private final Map<Pair, List<PactInteraction>> pacts;
    private final Reliance reliance;
    private final Waivers waivers;

    MatrixCells(RunFacts run, Map<Pair, List<PactInteraction>> pacts, Reliance reliance, Waivers waivers) {
        this.run = run;
        this.pacts = pacts;
        this.reliance = reliance;
        this.waivers = waivers;
    }

    MatrixRow row(DocumentedAnswer answer) {
        Map<Column, Cell> cells = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
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

    private Cell waived(Pair pair, Column column, Cell cell) {
        return waivers.of(pair, column)
                .filter(waiver -> cell instanceof Hole)
                .<Cell>map(waiver -> new Waived(cell.text(), waiver.reason()))
                .orElse(cell);
    }

    private Cell cell(DocumentedAnswer answer, Column column) {
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

    private static Cell evidence(DocumentedAnswer answer) {
        return answer.evidence().isEmpty()
                ? new Hole("the contract does not say how it knows", inContract(answer))
                : new Filled(answer.evidence(), inContract(answer));
    }

    private static Cell open(DocumentedAnswer answer) {
        if (!answer.closed().isEmpty()) {
            Named first = answer.closed().get(0);
            return new Hole(
                    first.name() + ", so a new value would not decode", List.of(inContract(answer, first.line())));
        }
        return new Filled(answer.open() == 0 ? "no lists" : counted(answer.open(), "open list"), inContract(answer));
    }

    private static Cell example(DocumentedAnswer answer) {
        if (answer.withoutBody()) {
            return new Filled("no body", inContract(answer));
        }
        return answer.examples().isEmpty()
                ? new Hole("the contract shows no example", inContract(answer))
                : new Filled(
                        counted(answer.examples().size(), "example"),
                        answer.examples().stream()
                                .map(example -> new Link(
                                        example.name(),
                                        contractPath(answer.pair().reseller()),
                                        example.line()))
                                .toList());
    }

    /** What an adapter may do and succeed with is not left to an example; every failure may be, for it is provoked. */
    private Cell stub(DocumentedAnswer answer) {
        if (!run.answered(answer.pair())) {
            return new Hole("no stub answered so in this run", inContract(answer));
        }
        if (run.behaved(answer.pair())) {
            return new Filled("behaves", inContract(answer));
        }
        return answer.isFailure() || !reliance.calls(answer.pair())
                ? new Canned("canned", inContract(answer))
                : new Hole(
                        "an adapter relies on this success, and the stub only showed the contract's example",
                        inContract(answer));
    }

    private Cell pact(DocumentedAnswer answer) {
        List<PactInteraction> interactions = pacts.getOrDefault(answer.pair(), List.of());
        if (interactions.isEmpty()) {
            return needed(answer, reliance.notNeeded(answer, pacts::containsKey), "no pact says what clients rely on");
        }
        return new Filled(
                counted(interactions.size(), "pact"),
                interactions.stream()
                        .map(one -> new Link(
                                one.description(), pactPath(answer.pair().reseller()), one.line()))
                        .toList());
    }

    private Cell rule(DocumentedAnswer answer) {
        List<String> rules = run.rules(answer.pair());
        return rules.isEmpty()
                ? needed(answer, withoutRule(answer), "no pact holds it, and no rule but the sweep met it")
                : new Filled(
                        counted(rules.size(), "rule"),
                        rules.stream().map(Link::rule).toList());
    }

    /** The tests that make a pact take the client through the answer too: no rule is needed where one holds it. */
    private Optional<String> withoutRule(DocumentedAnswer answer) {
        return pacts.containsKey(answer.pair())
                ? Optional.of("its pact holds it")
                : reliance.notNeeded(
                        answer,
                        other -> pacts.containsKey(other) || !run.rules(other).isEmpty());
    }

    private static Cell needed(DocumentedAnswer answer, Optional<String> notNeeded, String missing) {
        return notNeeded
                .<Cell>map(how -> new NotReliedOn(how, inContract(answer)))
                .orElseGet(() -> new Hole(missing, inContract(answer)));
    }

    private Cell result(DocumentedAnswer answer) {
        boolean swept = run.rules(answer.pair()).isEmpty();
        List<RuleResult> results = swept
                ? run.results(answer.pair(), true)
                : Stream.of(true, false)
                        .flatMap(sweep -> run.results(answer.pair(), sweep).stream())
                        .toList();
        if (results.isEmpty()) {
            return new Hole("nothing tried it", inContract(answer));
        }
        List<RuleResult> broken = results.stream()
                .filter(result -> result.verdict() == Verdict.BROKEN)
                .toList();
        if (!broken.isEmpty()) {
            RuleResult first = broken.get(0);
            return new Hole(
                    "rule " + first.rule() + " is broken by " + first.candidate() + ", case \"" + first.testCase()
                            + "\"",
                    List.of(Link.rule(first.rule())));
        }
        String held = results.size() + " held";
        return new Filled(
                swept ? held + ", sweep only" : held,
                RunFacts.numbers(results).stream().map(Link::rule).toList());
    }

    /** The answer itself: what a cell without a place of its own leads to. */
    private static List<Link> inContract(DocumentedAnswer answer) {
        return List.of(inContract(answer, answer.line()));
    }

    private static Link inContract(DocumentedAnswer answer, int line) {
        return new Link("openapi.yaml:" + line, contractPath(answer.pair().reseller()), line);
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
