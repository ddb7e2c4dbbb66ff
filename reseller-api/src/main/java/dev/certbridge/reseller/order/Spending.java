package dev.certbridge.reseller.order;

import java.util.Optional;

/** What an order may cost. Said with every spend, never assumed. */
public sealed interface Spending {

    /** Quote first and refuse locally what is above the limit, in another currency or not a readable price. */
    static Spending upTo(Money limit) {
        return new UpTo(limit, Optional.empty());
    }

    /** The same in text: {@code upTo("EUR", "25.00")}. */
    static Spending upTo(String currency, String amount) {
        return upTo(Money.of(currency, amount));
    }

    /** Acknowledge exactly the lines of a quote seen before; whatever else the reseller wants charged is refused. */
    static Spending acknowledging(Quote quote) {
        return new Acknowledging(quote, Optional.empty());
    }

    /** Order without knowing the price. The only way at a reseller that tells none. */
    static Spending unquoted() {
        return new Unquoted(Optional.empty());
    }

    /**
     * The same, taken from a {@link dev.certbridge.reseller.book.Budget} of the book: refused when it is used up.
     *
     * @param budget its name in the book
     */
    Spending from(String budget);

    /** The name of the budget it is taken from. */
    Optional<String> budget();

    /**
     * At most this.
     *
     * @param limit the highest total allowed
     * @param budget the budget it is taken from
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
     * Exactly this.
     *
     * @param quote whose lines are acknowledged
     * @param budget the budget it is taken from
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
     * @param budget the budget it is taken from; it counts the order, not the unknown price
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
