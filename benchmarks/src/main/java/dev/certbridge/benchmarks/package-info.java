/**
 * Benchmarks that compare the cost of a call with that of other clients. {@code benchmarks/README.md} says how to run
 * them.
 */
@NullMarked
package dev.certbridge.benchmarks;

import org.jspecify.annotations.NullMarked;
