package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;

/**
 * One contender's polls in one round, on several threads.
 *
 * @param callsPerSecond by all threads together
 * @param failures polls that threw
 */
public record Rate(ComparedClient peer, int threads, int round, double callsPerSecond, double failures) {}
