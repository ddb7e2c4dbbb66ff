package dev.certbridge.benchmarks.call;

/**
 * The time of an order without a network in one round.
 *
 * @param order the time from the prepared request to the mapped order, in nanoseconds
 * @param jackson the time of the Jackson part alone, in nanoseconds
 */
public record InProcessTime(double order, double jackson) {}
