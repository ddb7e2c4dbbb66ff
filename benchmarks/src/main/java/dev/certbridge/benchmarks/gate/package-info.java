/** The performance goals, their measurements and their verdicts. */
@NullMarked
package dev.certbridge.benchmarks.gate;

import org.jspecify.annotations.NullMarked;
