/**
 * The matrix: for every operation and status of the contracts, the examples, pacts and rules behind it, and the gaps.
 * {@link dev.certbridge.conformance.matrix.Matrix} computes it, {@link dev.certbridge.conformance.matrix.MatrixReport} writes
 * it.
 */
@NullMarked
package dev.certbridge.conformance.matrix;

import org.jspecify.annotations.NullMarked;
