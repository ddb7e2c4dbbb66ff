package dev.certbridge.conformance.matrix;

import java.util.Set;

/**
 * Holes of one pair that are accepted for now.
 *
 * @param pair where
 * @param columns what is missing there
 * @param reason why that is accepted, for the page
 */
public record Waiver(OperationStatus pair, Set<MatrixColumn> columns, String reason) {

    /** Keeps its own copy of the columns. */
    public Waiver {
        columns = Set.copyOf(columns);
    }
}
