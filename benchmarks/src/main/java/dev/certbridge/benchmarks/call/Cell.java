package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;

/**
 * One contender's calls in one round, on one thread.
 *
 * @param p50 median, microseconds
 * @param p99 99th percentile, microseconds
 * @param mean microseconds
 * @param bytes allocated per call by all threads of the process
 */
public record Cell(
        ComparedClient peer,
        ComparedOperation operation,
        int round,
        double p50,
        double p99,
        double mean,
        double bytes) {}
