package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;

/**
 * The results of the calls of one client in one round, on one thread.
 *
 * @param p50 the median latency, in microseconds
 * @param p99 the 99th percentile of the latency, in microseconds
 * @param mean the mean latency, in microseconds
 * @param bytes the bytes that all threads of the process allocate per call
 */
public record Cell(
        ComparedClient peer,
        ComparedOperation operation,
        int round,
        double p50,
        double p99,
        double mean,
        double bytes) {}
