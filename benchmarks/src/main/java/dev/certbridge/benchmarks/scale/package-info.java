/**
 * Programs that measure how the cost of orders grows with their number and their connections. {@code docs/scale.md}
 * contains the results.
 */
@NullMarked
package dev.certbridge.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
