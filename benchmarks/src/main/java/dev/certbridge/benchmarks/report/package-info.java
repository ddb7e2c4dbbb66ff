/** The tables and the chart. */
@NullMarked
package dev.certbridge.benchmarks.report;

import org.jspecify.annotations.NullMarked;
