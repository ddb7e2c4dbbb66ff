package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Money;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;

/**
 * The terms under which a spend request is sent.
 *
 * @param sendWindow the maximum time from the commit of the attempt to the first byte of the request
 * @param deadline the maximum time from the first byte to the end of the request. Another caller may settle the attempt
 *     only after the send window and the deadline have passed. In a stored attempt, the deadline also includes the time
 *     by which the book's clock was behind the reseller's clock
 * @param snapshot the number of the snapshot, which contains the reseller's listing before the spend; empty if there is
 *     no snapshot
 * @param charge the charge to a budget; empty without a budget
 * @param allowed the maximum allowed price; empty if any price is allowed
 */
public record SpendTerms(
        SpendType type,
        Duration sendWindow,
        Duration deadline,
        Optional<Long> snapshot,
        Optional<Charge> charge,
        Optional<Money> allowed) {

    /** Returns terms without a price limit, budget or snapshot. */
    public static SpendTerms of(SpendType type, Duration sendWindow, Duration deadline) {
        return new SpendTerms(type, sendWindow, deadline, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns a copy in which the deadline is longer by the given time. */
    public SpendTerms lasting(Duration longer) {
        return new SpendTerms(type, sendWindow, deadline.plus(longer), snapshot, charge, allowed);
    }

    /** Returns a copy with this price limit. */
    public SpendTerms allowing(Money charged) {
        return new SpendTerms(type, sendWindow, deadline, snapshot, charge, Optional.of(charged));
    }

    /** Returns a copy with this charge to a budget. */
    public SpendTerms with(Charge changed) {
        return new SpendTerms(type, sendWindow, deadline, snapshot, Optional.of(changed), allowed);
    }

    /**
     * A charge to a budget: one order and, if known, its price.
     *
     * @param money the quoted price, or the charge if it was higher; empty if no price was quoted
     */
    public record Charge(String budget, Optional<Money> money) {
        public Charge {
            budget = Normalizer.normalize(budget, Normalizer.Form.NFC);
        }
    }
}
