/** How the cost of orders grows: with their number, and with the connections they take. Mains; {@code docs/scale.md} tells what they found. */
@NullMarked
package dev.certbridge.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
