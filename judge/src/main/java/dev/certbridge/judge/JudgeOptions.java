package dev.certbridge.judge;

import java.time.Duration;

/**
 * The options of a judge.
 *
 * @param orders the number of orders, renewals and reissues that the client has to place in each scenario, at least 1
 * @param retryAfter the value of the header {@code Retry-After} in scenarios that send it, in whole seconds, at least 1
 *     s
 * @param slowAnswer the delay of answers in the scenario {@code slow-answer}
 * @param pollInterval the shortest allowed time between two reads of the same order
 * @param grace the time during which requests are still recorded after the client has ended
 * @param timeLimit the maximum running time of the client in each scenario, after which the client is stopped
 * @param seed the seed for the ids that stubs create. Each scenario adds its own number to the seed
 */
public record JudgeOptions(
        int orders,
        Duration retryAfter,
        Duration slowAnswer,
        Duration pollInterval,
        Duration grace,
        Duration timeLimit,
        long seed) {

    /** Throws IllegalArgumentException if a value is out of its range. */
    public JudgeOptions {
        if (orders < 1) {
            throw new IllegalArgumentException("the number of orders is " + orders + "; it must be at least 1");
        }
        require("Retry-After", retryAfter, 1);
        require("the delay of slow answers", slowAnswer, 0);
        require("the poll interval", pollInterval, 0);
        require("the time after the end", grace, 0);
        require("the time limit", timeLimit, 1);
    }

    private static void require(String what, Duration value, long leastSeconds) {
        if (value.compareTo(Duration.ofSeconds(leastSeconds)) < 0) {
            throw new IllegalArgumentException(
                    what + " is " + value.toMillis() / 1000.0 + " s; it must be at least " + leastSeconds + " s");
        }
    }

    /**
     * Returns the default options: one order for each client, at most 60 s for each scenario, a {@code Retry-After} of
     * 2 s, slow answers after 3 s, reads at least 200 ms apart, 1 s of recording after the client has ended, and the
     * seed 1.
     */
    public static JudgeOptions defaults() {
        return new JudgeOptions(
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                1);
    }

    /** Returns a copy with another number of orders. */
    public JudgeOptions orders(int other) {
        return new JudgeOptions(other, retryAfter, slowAnswer, pollInterval, grace, timeLimit, seed);
    }

    /** Returns a copy with another value of {@code Retry-After}. */
    public JudgeOptions retryAfter(Duration other) {
        return new JudgeOptions(orders, other, slowAnswer, pollInterval, grace, timeLimit, seed);
    }

    /** Returns a copy with another delay of slow answers. */
    public JudgeOptions slowAnswer(Duration other) {
        return new JudgeOptions(orders, retryAfter, other, pollInterval, grace, timeLimit, seed);
    }

    /** Returns a copy with another minimum time between two reads. */
    public JudgeOptions pollInterval(Duration other) {
        return new JudgeOptions(orders, retryAfter, slowAnswer, other, grace, timeLimit, seed);
    }

    /** Returns a copy with another time during which requests are recorded after the client has ended. */
    public JudgeOptions grace(Duration other) {
        return new JudgeOptions(orders, retryAfter, slowAnswer, pollInterval, other, timeLimit, seed);
    }

    /** Returns a copy with another time limit. */
    public JudgeOptions timeLimit(Duration other) {
        return new JudgeOptions(orders, retryAfter, slowAnswer, pollInterval, grace, other, seed);
    }

    /** Returns a copy with another seed. */
    public JudgeOptions seed(long other) {
        return new JudgeOptions(orders, retryAfter, slowAnswer, pollInterval, grace, timeLimit, other);
    }
}
