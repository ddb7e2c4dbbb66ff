package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Money;
import java.time.Duration;
import java.util.Optional;

/**
 * The terms under which a spend request is sent.
 *
 * @param verb what kind of request
 * @param leave how long the caller may take from the commit to its first byte
 * @param deadline how long the request may take from its first byte; nobody else may settle the attempt before both passed.
 *     In a kept attempt, longer by what the clock of the book was behind
 * @param snapshot what the reseller listed before, by its number in the book
 * @param charge what is taken from a budget with it
 * @param allowed the most it may cost, empty where any price was allowed
 */
public record SpendTerms(
        SpendType verb,
        Duration leave,
        Duration deadline,
        Optional<Long> snapshot,
        Optional<Charge> charge,
        Optional<Money> allowed) {

    /** Returns terms without a limit, a budget and a snapshot. */
    public static SpendTerms of(SpendType verb, Duration leave, Duration deadline) {
        return new SpendTerms(verb, leave, deadline, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns these terms with a longer deadline. */
    public SpendTerms lasting(Duration longer) {
        return new SpendTerms(verb, leave, deadline.plus(longer), snapshot, charge, allowed);
    }

    /** Returns these terms with another limit. */
    public SpendTerms allowing(Money charged) {
        return new SpendTerms(verb, leave, deadline, snapshot, charge, Optional.of(charged));
    }

    /** Returns these terms with another charge to a budget. */
    public SpendTerms with(Charge changed) {
        return new SpendTerms(verb, leave, deadline, snapshot, Optional.of(changed), allowed);
    }

    /**
     * A charge to a budget: one order and, where a price is known, its money.
     *
     * @param budget the name of the budget
     * @param money the price, empty where the reseller quotes none
     */
    public record Charge(String budget, Optional<Money> money) {
        public Charge {
            budget = Budget.composed(budget);
        }
    }
}
