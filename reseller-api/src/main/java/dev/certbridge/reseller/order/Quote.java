package dev.certbridge.reseller.order;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a reseller says an order would cost, exactly as it said it. VAT is undocumented.
 *
 * @param total the whole price, empty when the quote had no total, or had one without a currency
 * @param lines what the total is made of; empty when nothing is charged
 */
public record Quote(Optional<Money> total, List<Line> lines) {

    /**
     * One charge.
     *
     * @param product the reseller's name of what is charged for
     * @param action the reseller's word for why, {@code REQUEST} or {@code EXTRA_DOMAIN} for instance
     * @param quantity how many
     * @param cents the charge of this line, in cents of the quote's currency
     * @param refundable whether the reseller calls it refundable
     * @param members the line as the reseller wrote it, by the reseller's names, for a reseller that takes its lines back
     *     whole; empty otherwise
     */
    public record Line(
            String product, String action, int quantity, long cents, boolean refundable, Map<String, Object> members) {

        public Line {
            Objects.requireNonNull(product, "product");
            Objects.requireNonNull(action, "action");
            members = Map.copyOf(members);
        }

        /** A charge that is not copied back. */
        public Line(String product, String action, int quantity, long cents, boolean refundable) {
            this(product, action, quantity, cents, refundable, Map.of());
        }

        @Override
        public String toString() {
            return quantity + " x " + product + " " + action;
        }
    }

    public Quote {
        lines = List.copyOf(lines);
    }

    /** True when the reseller says that nothing is charged: a total of 0 needs neither currency nor lines. */
    public boolean free() {
        return total.map(Money::cents).filter(cents -> cents == 0).isPresent();
    }

    @Override
    public String toString() {
        return total.map(Money::toString).orElse("no total")
                + (lines.isEmpty()
                        ? ""
                        : lines.stream().map(Line::toString).collect(Collectors.joining(", ", " for ", "")));
    }
}
