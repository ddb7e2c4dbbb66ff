package dev.certbridge.reseller.order;

import java.util.Optional;

/** The allowed price of an order. Every spend must state an allowed price, because there is no default. Immutable. */
public sealed interface Spending {

    /**
     * Allows prices up to a limit. Before the order is sent, the reseller quotes the price of the order. The order is
     * refused if the quote exceeds the limit, is in another currency or is not a readable price.
     */
    static Spending upTo(Money limit) {
        return new UpTo(limit, Optional.empty());
    }

    /**
     * Allows prices up to a limit that is given as text, {@code upTo("EUR", "25.00")} for instance.
     *
     * @throws IllegalArgumentException the currency or the amount is not valid, see {@link Money#of}
     */
    static Spending upTo(String currency, String amount) {
        return upTo(Money.of(currency, amount));
    }

    /**
     * Allows exactly the charges of a quote that was read before. Before the order is sent, a new quote is read. The
     * order is refused if a charge differs, for example because the earlier quote was for another request.
     */
    static Spending acknowledging(Quote quote) {
        return new Acknowledging(quote, Optional.empty());
    }

    /** Allows any price. A reseller that quotes no prices supports only spending without a price limit. */
    static Spending unquoted() {
        return new Unquoted(Optional.empty());
    }

    /**
     * Returns a copy that takes the price from a {@link dev.certbridge.reseller.book.Budget} of the order book. The
     * order is refused if the budget does not cover the price.
     */
    Spending from(String budget);

    /** Returns the name of the budget; empty if the order uses no budget. */
    Optional<String> budget();

    /** Spending that allows any price up to a limit. */
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

    /** Spending that allows exactly the charges of a quote. */
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
     * Spending that allows any price.
     *
     * @param budget the name of the budget. An order without a known price reduces the number of orders that the budget
     *     still covers, but not the amount
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
