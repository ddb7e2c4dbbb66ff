/**
 * The matrix: for every operation and status of the contracts, what stands behind it, and what is missing.
 * {@link dev.certbridge.conformance.matrix.Matrix} finds it out, {@link dev.certbridge.conformance.matrix.MatrixReport}
 * writes it down.
 */
@NullMarked
package dev.certbridge.conformance.matrix;

import org.jspecify.annotations.NullMarked;
