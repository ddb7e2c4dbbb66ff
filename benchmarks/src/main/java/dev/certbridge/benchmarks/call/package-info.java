/** What JMH runs, and how allocation is counted. */
@NullMarked
package dev.certbridge.benchmarks.call;

import org.jspecify.annotations.NullMarked;
