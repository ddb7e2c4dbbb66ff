/** The tables and the chart of the results. */
@NullMarked
package dev.certbridge.benchmarks.report;

import org.jspecify.annotations.NullMarked;
