package dev.certbridge.reseller.order;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The price of an order, exactly as the reseller quoted it. VAT is undocumented. */
public sealed interface Quote {

    /** Returns the whole price; empty when the quote had no total, or a total without a currency. */
    Optional<Money> total();

    /** Returns the charges that make up the total; empty when nothing is charged. */
    List<Line> lines();

    /** Returns true when the reseller charges nothing: a total of 0 needs neither currency nor lines. */
    default boolean free() {
        return total().map(Money::cents).filter(cents -> cents == 0).isPresent();
    }

    /** Returns a quote. */
    static Quote of(Optional<Money> total, List<Line> lines) {
        return new QuoteValues(total, List.copyOf(lines));
    }

    /** One charge of a quote. */
    sealed interface Line {

        /** Returns the reseller's name of the product that is charged for. */
        String product();

        /** Returns the reseller's word for the charge, such as {@code REQUEST} or {@code EXTRA_DOMAIN}. */
        String action();

        /** Returns the quantity. */
        int quantity();

        /** Returns the charge of this line, in cents of the quote's currency. */
        long cents();

        /** Returns true when the reseller calls the charge refundable. */
        boolean refundable();

        /**
         * Returns the line as the reseller wrote it, by the reseller's names, for a reseller that takes its lines back whole;
         * empty otherwise.
         */
        Map<String, Object> members();

        /** Returns a charge that is not copied back. */
        static Line of(String product, String action, int quantity, long cents, boolean refundable) {
            return of(product, action, quantity, cents, refundable, Map.of());
        }

        /** Returns a charge that is copied back with these members. */
        static Line of(
                String product,
                String action,
                int quantity,
                long cents,
                boolean refundable,
                Map<String, Object> members) {
            return new QuoteLine(
                    Objects.requireNonNull(product, "product"),
                    Objects.requireNonNull(action, "action"),
                    quantity,
                    cents,
                    refundable,
                    Map.copyOf(members));
        }
    }
}

record QuoteValues(Optional<Money> total, List<Line> lines) implements Quote {

    @Override
    public String toString() {
        return total.map(Money::toString).orElse("no total")
                + (lines.isEmpty()
                        ? ""
                        : lines.stream().map(Line::toString).collect(Collectors.joining(", ", " for ", "")));
    }
}

record QuoteLine(
        String product, String action, int quantity, long cents, boolean refundable, Map<String, Object> members)
        implements Quote.Line {

    @Override
    public String toString() {
        return quantity + " x " + product + " " + action;
    }
}
