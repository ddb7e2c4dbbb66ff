package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;

/**
 * The rate of polls of one client in one round, on one or several threads.
 *
 * @param callsPerSecond the calls per second of all threads together
 * @param failures the number of polls that threw an exception
 */
public record Rate(ComparedClient peer, int threads, int round, double callsPerSecond, double failures) {}
