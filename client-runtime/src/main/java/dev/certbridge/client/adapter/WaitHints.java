package dev.certbridge.client.adapter;

import dev.certbridge.client.adapter.OrderWaiter.WaitBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests hints during the pauses of one wait. After the first failure of a request, no more hints are requested. */
final class WaitHints {

    /**
     * The minimum time between two requests for hints. During a shorter pause, no hints are requested, because the next
     * poll follows soon.
     */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

    private final WaitBudget budget;
    private final Duration interval;
    private @Nullable OrderHints hints;

    /**
     * Creates an object that requests hints during one wait.
     *
     * @param hints the source of the hints, or null if the wait uses no hints
     * @param floor the minimum time between two polls
     */
    WaitHints(@Nullable OrderHints hints, Duration floor, WaitBudget budget) {
        this.hints = hints;
        this.interval = floor.compareTo(SHORTEST_INTERVAL) > 0 ? floor : SHORTEST_INTERVAL;
        this.budget = budget;
    }

    /**
     * Pauses, and requests hints at regular intervals during the pause.
     *
     * @param waited the reseller's ids of the awaited orders
     * @param hinted a function that receives the ids of the orders with new hints and reads these orders. The
     *     pause ends if the function returns true
     */
    void pause(Duration length, Set<String> waited, Predicate<Set<String>> hinted) throws InterruptedException {
        Instant end = budget.now().plus(length);
        Duration left = length;
        while (hints != null && left.compareTo(interval) > 0) {
            budget.sleep(interval);
            Set<String> changed = look(waited);
            if (!changed.isEmpty() && hinted.test(changed)) {
                return;
            }
            Duration untilEnd = Duration.between(budget.now(), end);
            left = left.minus(interval);
            left = untilEnd.compareTo(left) < 0 ? untilEnd : left;
        }
        budget.sleep(left);
    }

    private Set<String> look(Set<String> waited) {
        OrderHints now = hints;
        try {
            return now == null ? Set.of() : now.look(waited);
        } catch (RuntimeException e) {
            // The account may have no notifications. Polling goes on as without them.
            hints = null;
            return Set.of();
        }
    }

    /** Acknowledges the hints about an order that changed. */
    void acknowledge(String providerId) {
        OrderHints now = hints;
        try {
            if (now != null) {
                now.acknowledge(providerId);
            }
        } catch (RuntimeException e) {
            hints = null;
        }
    }
}
