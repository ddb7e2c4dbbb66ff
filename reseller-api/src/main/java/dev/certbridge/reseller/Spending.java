package dev.certbridge.reseller;

/** What an order may cost. Said with every spend, never assumed. */
public sealed interface Spending {

    /** Quote first and refuse locally what is above the limit, in another currency or not a readable price. */
    static Spending upTo(Money limit) {
        return new UpTo(limit);
    }

    /** The same in text: {@code upTo("EUR", "25.00")}. */
    static Spending upTo(String currency, String amount) {
        return new UpTo(Money.of(currency, amount));
    }

    /** Acknowledge exactly the lines of a quote seen before; whatever else the reseller wants charged is refused. */
    static Spending acknowledging(Quote quote) {
        return new Acknowledging(quote);
    }

    /** Order without knowing the price. The only way at a reseller that tells none. */
    static Spending unquoted() {
        return new Unquoted();
    }

    /**
     * At most this.
     *
     * @param limit the highest total allowed
     */
    record UpTo(Money limit) implements Spending {
        @Override
        public String toString() {
            return "up to " + limit;
        }
    }

    /**
     * Exactly this.
     *
     * @param quote whose lines are acknowledged
     */
    record Acknowledging(Quote quote) implements Spending {
        @Override
        public String toString() {
            return "the quoted " + quote;
        }
    }

    /** Any price. */
    record Unquoted() implements Spending {
        @Override
        public String toString() {
            return "any price";
        }
    }
}
