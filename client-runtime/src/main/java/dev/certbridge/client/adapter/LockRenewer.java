package dev.certbridge.client.adapter;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the names of all orders that are waited for, also when a round takes longer than a hold lasts. To be asked
 * between any two steps; it does something four times in the time of a hold.
 */
final class LockRenewer {

    private final AwaitedOrders waiting;
    private final OrderPoll one;
    private final WaitBudget patience;
    private final Duration pause;
    private Instant last;

    LockRenewer(AwaitedOrders waiting, OrderPoll one, WaitBudget patience, Duration holdTime) {
        this.waiting = waiting;
        this.one = one;
        this.patience = patience;
        this.pause = holdTime.dividedBy(4);
        this.last = patience.now();
    }

    /** Keeps them when it is time. An order may end by it: its zone may be one that nobody can write. */
    void whenDue() {
        if (patience.now().isBefore(last.plus(pause))) {
            return;
        }
        for (AwaitedOrder order : waiting.longestNotLookedAtFirst()) {
            one.keep(order);
        }
        last = patience.now();
    }
}
