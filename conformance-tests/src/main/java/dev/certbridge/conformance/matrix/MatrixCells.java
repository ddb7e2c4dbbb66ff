package dev.certbridge.conformance.matrix;

import static dev.certbridge.conformance.matrix.MatrixCell.State.CANNED;
import static dev.certbridge.conformance.matrix.MatrixCell.State.FILLED;
import static dev.certbridge.conformance.matrix.MatrixCell.State.GAP;
import static dev.certbridge.conformance.matrix.MatrixCell.State.NOT_RELIED_ON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.matrix.MatrixCell.Link;
import dev.certbridge.conformance.matrix.MatrixCells.ValueLists.ClosedList;
import dev.certbridge.conformance.pact.CommittedPact;
import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.Verdict;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.ContractResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Computes the cells of the rows of the matrix. */
record MatrixCells(
        RunFacts run,
        Map<OperationStatus, List<PactInteraction>> pacts,
        Set<String> withPacts,
        PactRelevance relevance,
        Waivers waivers) {

    /**
     * Returns the path of a contract in the repository. The page of the matrix uses the path as the name of the
     * contract.
     */
    static String contractPath(String reseller) {
        return "specs/" + reseller + "/openapi.yaml";
    }

    /** Returns the path of a pact in the repository. */
    static String pactPath(String reseller) {
        return "conformance-tests/pacts/" + CommittedPact.fileName(reseller);
    }

    MatrixRow row(ContractResponse response) {
        OperationStatus row = OperationStatus.of(response);
        Map<MatrixColumn, MatrixCell> cells = new EnumMap<>(MatrixColumn.class);
        for (MatrixColumn column : MatrixColumn.values()) {
            MatrixCell cell = cell(response, row, column);
            cells.put(
                    column,
                    waivers.find(row, column)
                            .filter(waiver -> cell.isGap())
                            .map(waiver -> cell.waived(waiver.reason()))
                            .orElse(cell));
        }
        return new MatrixRow(response, cells);
    }

    private MatrixCell cell(ContractResponse response, OperationStatus row, MatrixColumn column) {
        return switch (column) {
            case SPEC -> new MatrixCell(FILLED, "line " + response.line(), contractLinks(response));
            case EVIDENCE ->
                response.evidence().isEmpty()
                        ? new MatrixCell(GAP, "the contract has no x-evidence", contractLinks(response))
                        : new MatrixCell(FILLED, response.evidence(), contractLinks(response));
            case OPEN -> open(response);
            case EXAMPLE -> example(response);
            case STUB -> stub(response, row);
            case PACT -> pact(response, row);
            case RULE -> rule(response, row);
            case RESULT -> result(response, row);
        };
    }

    private static MatrixCell open(ContractResponse response) {
        ValueLists lists = ValueLists.of(response);
        if (!lists.closed().isEmpty()) {
            ClosedList first = lists.closed().get(0);
            return new MatrixCell(
                    GAP,
                    first.values() + ", so a new value could not be decoded",
                    List.of(contractLink(response, first.line())));
        }
        String text = lists.open() == 0 ? "no lists" : counted(lists.open(), "open list");
        return new MatrixCell(FILLED, text, contractLinks(response));
    }

    private static MatrixCell example(ContractResponse response) {
        if (!response.hasBody()) {
            return new MatrixCell(FILLED, "no body", contractLinks(response));
        }
        List<ContractExample> examples = response.examples();
        if (examples.isEmpty()) {
            return new MatrixCell(GAP, "the contract has no example", contractLinks(response));
        }
        String path = contractPath(response.operation().document().name());
        return new MatrixCell(
                FILLED,
                counted(examples.size(), "example"),
                examples.stream()
                        .map(example -> new Link(example.name(), path, example.line()))
                        .toList());
    }

    /**
     * Returns the cell of the stub column. If an adapter calls the operation, the stub must compute the response
     * of a success itself, and not send an example of the contract. For a failure, the example is enough.
     */
    private MatrixCell stub(ContractResponse response, OperationStatus row) {
        List<Link> links = contractLinks(response);
        if (!run.wasServed(row)) {
            return new MatrixCell(GAP, "no stub sent this response in this run", links);
        }
        if (run.behaved(row)) {
            return new MatrixCell(FILLED, "behaves", links);
        }
        return response.isFailure() || !relevance.calls(row)
                ? new MatrixCell(CANNED, "canned", links)
                : new MatrixCell(
                        GAP,
                        "an adapter relies on this success, but the stub only sent the example of the contract",
                        links);
    }

    private MatrixCell pact(ContractResponse response, OperationStatus row) {
        List<PactInteraction> interactions = pacts.getOrDefault(row, List.of());
        if (interactions.isEmpty()) {
            Optional<String> reason = !withPacts.contains(row.reseller())
                    ? Optional.of("the reseller has no pacts")
                    : relevance.reasonNotNeeded(response, pacts::containsKey);
            return missing(response, reason, "no pact describes what clients rely on");
        }
        return new MatrixCell(
                FILLED,
                counted(interactions.size(), "pact"),
                interactions.stream()
                        .map(one -> new Link(one.description(), pactPath(row.reseller()), one.line()))
                        .toList());
    }

    private MatrixCell rule(ContractResponse response, OperationStatus row) {
        List<String> rules = run.rules(row);
        if (!rules.isEmpty()) {
            return new MatrixCell(FILLED, counted(rules.size(), "rule"), ruleLinks(rules));
        }
        // A response with a pact needs no rule, because the test of the pact passes the response to the client.
        Optional<String> reason = pacts.containsKey(row)
                ? Optional.of("its pact covers it")
                : relevance.reasonNotNeeded(
                        response,
                        other -> pacts.containsKey(other) || !run.rules(other).isEmpty());
        return missing(response, reason, "no pact covers this response; only the test of every status reaches it");
    }

    private static MatrixCell missing(ContractResponse response, Optional<String> reasonNotNeeded, String missing) {
        return new MatrixCell(
                reasonNotNeeded.isPresent() ? NOT_RELIED_ON : GAP,
                reasonNotNeeded.orElse(missing),
                contractLinks(response));
    }

    private MatrixCell result(ContractResponse response, OperationStatus row) {
        boolean sweepOnly = run.rules(row).isEmpty();
        List<RuleResult> results = (sweepOnly ? Stream.of(true) : Stream.of(true, false))
                .flatMap(sweep -> run.results(row, sweep).stream())
                .toList();
        if (results.isEmpty()) {
            return new MatrixCell(GAP, "no rule tested it", contractLinks(response));
        }
        return results.stream()
                .filter(result -> result.verdict() == Verdict.FAILED)
                .findFirst()
                .map(failed -> new MatrixCell(
                        GAP,
                        "rule " + failed.rule() + " failed for " + failed.candidate() + ", case \"" + failed.testCase()
                                + "\"",
                        List.of(Link.rule(failed.rule()))))
                .orElseGet(() -> new MatrixCell(
                        FILLED,
                        results.size() + (sweepOnly ? " passed, sweep only" : " passed"),
                        ruleLinks(RunFacts.rules(results))));
    }

    private static List<Link> ruleLinks(List<String> rules) {
        return rules.stream().map(Link::rule).toList();
    }

    /**
     * Returns a link to the response in the contract. Cells without a more specific link use the link to the response.
     */
    private static List<Link> contractLinks(ContractResponse response) {
        return List.of(contractLink(response, response.line()));
    }

    private static Link contractLink(ContractResponse response, int line) {
        String reseller = response.operation().document().name();
        return new Link("openapi.yaml:" + line, contractPath(reseller), line);
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    /**
     * Finds the lists of values in the schemas of a response. A client can decode a new value of an open list
     * ({@code x-known-values}), but not of a closed list ({@code enum}).
     */
    static final class ValueLists {

        /** The keywords of a schema that are not searched, because their values are not schemas. */
        private static final Set<String> EXAMPLES = Set.of("example", "examples", "value", "x-outcome");

        /** A closed list of values. */
        record ClosedList(String values, int line) {}

        private final ContractDocument document;
        private final List<ClosedList> closed = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private int open;

        private ValueLists(ContractDocument document) {
            this.document = document;
        }

        static ValueLists of(ContractResponse response) {
            ValueLists lists = new ValueLists(response.operation().document());
            lists.walk("the response", response.node(), false);
            return lists;
        }

        List<ClosedList> closed() {
            return closed;
        }

        int open() {
            return open;
        }

        /**
         * @param names true if the keys of the node are names of members or headers, false if they are keywords of
         *     OpenAPI
         */
        private void walk(String member, JsonNode node, boolean names) {
            if (node.path("$ref").isTextual()) {
                if (seen.add(node.get("$ref").textValue())) {
                    walk(member, document.resolve(node), names);
                }
                return;
            }
            node.properties().forEach(entry -> {
                String key = entry.getKey();
                JsonNode child = entry.getValue();
                if (names) {
                    walk(key, child, false);
                } else if (key.equals("enum") && child.isArray()) {
                    String values = StreamSupport.stream(child.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(", "));
                    closed.add(new ClosedList(member + " takes only " + values, document.line(child)));
                } else if (key.equals("x-known-values")) {
                    open++;
                } else if (!EXAMPLES.contains(key)) {
                    walk(member, child, key.equals("properties") || key.equals("headers"));
                }
            });
            if (node.isArray()) {
                node.forEach(item -> walk(member, item, false));
            }
        }
    }
}
