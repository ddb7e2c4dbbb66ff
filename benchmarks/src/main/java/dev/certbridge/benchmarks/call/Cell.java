package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.Operation;
import dev.certbridge.benchmarks.contender.Peer;

/**
 * One contender's calls in one round, on one thread.
 *
 * @param p50 median, microseconds
 * @param p99 99th percentile, microseconds
 * @param mean microseconds
 * @param bytes allocated per call by all threads of the process
 */
public record Cell(Peer peer, Operation operation, int round, double p50, double p99, double mean, double bytes) {}
