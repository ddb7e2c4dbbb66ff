package dev.certbridge.reseller.provider;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the names of all orders that are waited for, also when a round takes longer than a hold lasts. To be asked
 * between any two steps; it does something four times in the time of a hold.
 */
final class NamesKept {

    private final WaitedOrders waiting;
    private final LookAtOne one;
    private final Patience patience;
    private final Duration pause;
    private Instant last;

    NamesKept(WaitedOrders waiting, LookAtOne one, Patience patience, Duration holdTime) {
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
        for (WaitedOrder order : waiting.longestNotLookedAtFirst()) {
            one.keep(order);
        }
        last = patience.now();
    }
}
