package dev.certbridge.conformance.matrix;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One pair and what stands behind it.
 *
 * @param answer what the contract says of it
 * @param cells one for each column
 */
record MatrixRow(DocumentedResponse answer, Map<MatrixColumn, MatrixCell> cells) {

    MatrixRow {
        cells = Collections.unmodifiableMap(new EnumMap<>(cells));
    }

    OperationStatus pair() {
        return answer.pair();
    }

    MatrixCell cell(MatrixColumn column) {
        return cells.get(column);
    }

    /** The worst of its cells; {@link CellState#FILLED} where some are not relied on. */
    CellState state() {
        return Stream.concat(
                        Stream.of(CellState.FILLED), cells.values().stream().map(CellState::of))
                .max(CellState::compareTo)
                .orElseThrow();
    }
}
