/** What a call costs, beside other clients that do the same; {@code benchmarks/README.md} says how to run it. */
@NullMarked
package dev.certbridge.benchmarks;

import org.jspecify.annotations.NullMarked;
