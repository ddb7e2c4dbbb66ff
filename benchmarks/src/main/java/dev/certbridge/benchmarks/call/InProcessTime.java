package dev.certbridge.benchmarks.call;

/**
 * An order without a network in one round.
 *
 * @param order nanoseconds, from the prepared request to the neutral order
 * @param jackson nanoseconds of the Jackson work alone
 */
public record InProcessTime(double order, double jackson) {}
