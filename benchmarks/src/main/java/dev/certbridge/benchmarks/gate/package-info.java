/** The goals, what is measured for each, and the verdict. */
@NullMarked
package dev.certbridge.benchmarks.gate;

import org.jspecify.annotations.NullMarked;
