package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.MatrixCell.Link;
import dev.certbridge.conformance.matrix.MatrixCell.State;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.ContractResponse;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A row of the matrix: a documented response and its cells. */
record MatrixRow(ContractResponse response, Map<MatrixColumn, MatrixCell> cells) {

    MatrixRow {
        cells = Collections.unmodifiableMap(new EnumMap<>(cells));
    }

    OperationStatus key() {
        return OperationStatus.of(response);
    }

    MatrixCell cell(MatrixColumn column) {
        return cells.get(column);
    }

    /** Returns the method and path of the operation. */
    String call() {
        return response.operation().method() + " " + response.operation().path();
    }

    /**
     * Returns the {@code x-outcome} of the response as one line. The cases of an outcome are sorted and separated by
     * commas.
     */
    String outcome() {
        return outcome(response);
    }

    static String outcome(ContractResponse response) {
        Map<String, String> outcomes = response.outcomes();
        return outcomes.size() == 1 && outcomes.containsKey("*")
                ? outcomes.get("*")
                : outcomes.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Returns the worst state of the cells, or {@link State#FILLED} if all states are better. */
    State state() {
        return Stream.concat(Stream.of(State.FILLED), cells.values().stream().map(MatrixCell::state))
                .max(State::compareTo)
                .orElseThrow();
    }

    /**
     * Returns one line with the names of the examples, the number of the pacts, and the rules, including the sweeps.
     */
    String line() {
        String examples =
                response.examples().stream().map(ContractExample::name).collect(Collectors.joining(","));
        String rules =
                linksIfFilled(MatrixColumn.RESULT).stream().map(Link::text).collect(Collectors.joining(","));
        return key() + " examples=" + examples + " pacts="
                + linksIfFilled(MatrixColumn.PACT).size() + " rules=" + rules;
    }

    private List<Link> linksIfFilled(MatrixColumn column) {
        return cell(column).state() == State.FILLED ? cell(column).links() : List.of();
    }
}
