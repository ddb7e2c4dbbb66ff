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
record MatrixRow(DocumentedAnswer answer, Map<Column, Cell> cells) {

    MatrixRow {
        cells = Collections.unmodifiableMap(new EnumMap<>(cells));
    }

    Pair pair() {
        return answer.pair();
    }

    Cell cell(Column column) {
        return cells.get(column);
    }

    /** The worst of its cells; {@link State#FILLED} where some are not relied on. */
    State state() {
        return Stream.concat(Stream.of(State.FILLED), cells.values().stream().map(State::of))
                .max(State::compareTo)
                .orElseThrow();
    }
}
