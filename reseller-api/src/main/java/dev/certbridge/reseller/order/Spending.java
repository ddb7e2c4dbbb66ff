package dev.certbridge.reseller.order;

import java.util.Optional;

/** The price that an order may have. Every spend names it; there is no default. */
public sealed interface Spending {

    /** Quotes first, and refuses a quote that is above the limit, in another currency or not a readable price. */
    static Spending upTo(Money limit) {
        return new UpTo(limit, Optional.empty());
    }

    /** Limits the price, given as text: {@code upTo("EUR", "25.00")}. */
    static Spending upTo(String currency, String amount) {
        return upTo(Money.of(currency, amount));
    }

    /** Acknowledges exactly the lines of a quote that was read before; any other charge is refused. */
    static Spending acknowledging(Quote quote) {
        return new Acknowledging(quote, Optional.empty());
    }

    /** Allows any price. The only choice at a reseller that quotes no prices. */
    static Spending unquoted() {
        return new Unquoted(Optional.empty());
    }

    /**
     * Takes the price from a {@link dev.certbridge.reseller.book.Budget} of the book; refused when the budget is used up.
     *
     * @param budget the name of the budget
     */
    Spending from(String budget);

    /** Returns the name of the budget. */
    Optional<String> budget();

    /**
     * At most a limit.
     *
     * @param limit the highest total allowed
     * @param budget the name of the budget
     */
    record UpTo(Money limit, Optional<String> budget) implements Spending {
        @Override
        public Spending from(String name) {
            return new UpTo(limit, Optional.of(name));
        }

        @Override
        public String toString() {
            return "up to " + limit;
        }
    }

    /**
     * Exactly a quote.
     *
     * @param quote the quote whose lines are acknowledged
     * @param budget the name of the budget
     */
    record Acknowledging(Quote quote, Optional<String> budget) implements Spending {
        @Override
        public Spending from(String name) {
            return new Acknowledging(quote, Optional.of(name));
        }

        @Override
        public String toString() {
            return "the quoted " + quote;
        }
    }

    /**
     * Any price.
     *
     * @param budget the name of the budget, which counts the order and not the unknown price
     */
    record Unquoted(Optional<String> budget) implements Spending {
        @Override
        public Spending from(String name) {
            return new Unquoted(Optional.of(name));
        }

        @Override
        public String toString() {
            return "any price";
        }
    }
}
