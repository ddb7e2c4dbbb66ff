/**
 * The conformance matrix. The matrix shows the examples, pacts, rules and gaps for every operation and status of the
 * contracts. The class {@link dev.certbridge.conformance.matrix.Matrix} computes the matrix, and {@link
 * dev.certbridge.conformance.matrix.MatrixReport} writes the matrix.
 */
@NullMarked
package dev.certbridge.conformance.matrix;

import org.jspecify.annotations.NullMarked;
