/** The JMH benchmarks and the measurement of allocation. */
@NullMarked
package dev.certbridge.benchmarks.call;

import org.jspecify.annotations.NullMarked;
