package dev.certbridge.reseller.order;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The price of an order, exactly as the reseller quoted it. The resellers do not document whether the price includes
 * VAT.
 */
public sealed interface Quote {

    /** Returns the total price; empty if the quote has no total, or no currency. */
    Optional<Money> total();

    /** Returns the charges that add up to the total; empty if nothing is charged. */
    List<Line> lines();

    /** Returns true if the total is present and 0. */
    default boolean free() {
        return total().map(Money::cents).filter(cents -> cents == 0).isPresent();
    }

    /** Returns a quote. */
    static Quote of(Optional<Money> total, List<Line> lines) {
        return new QuoteValues(total, List.copyOf(lines));
    }

    /** One charge of a quote. */
    sealed interface Line {

        /** Returns the reseller's name of the charged product. */
        String product();

        /** Returns the reseller's word for the charge, such as {@code REQUEST} or {@code EXTRA_DOMAIN}. */
        String action();

        /** Returns the quantity. */
        int quantity();

        /** Returns the charge of this line, in cents of the quote's currency. */
        long cents();

        /** Returns true if the reseller marks the charge as refundable. */
        boolean refundable();

        /**
         * Returns all values of the charge by the reseller's field names. Some resellers require that an order repeats
         * the complete lines of its quote. The result is empty for a reseller without this requirement.
         */
        Map<String, Object> members();

        /** Returns a charge with empty {@link #members}. */
        static Line of(String product, String action, int quantity, long cents, boolean refundable) {
            return of(product, action, quantity, cents, refundable, Map.of());
        }

        /** Returns a charge with these {@link #members}. */
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
