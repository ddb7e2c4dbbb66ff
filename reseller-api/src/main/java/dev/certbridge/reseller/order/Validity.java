package dev.certbridge.reseller.order;

import java.util.Locale;

/**
 * The ordered validity of a certificate, in the unit that the reseller uses. A validity is never converted to another
 * unit.
 *
 * @param amount the number of units, at least 1
 * @param unit the unit: days at regfish, months at Realtime Register, years in the deprecated calls of Realtime
 *     Register
 */
public record Validity(int amount, Unit unit) {

    /** The units that the resellers use. */
    public enum Unit {
        /** The unit at regfish. */
        DAYS,
        /** The unit at Realtime Register. */
        MONTHS,
        /** The unit in the deprecated calls of Realtime Register. */
        YEARS
    }

    /**
     * Creates a validity.
     *
     * @throws IllegalArgumentException the amount is below 1
     */
    public Validity {
        if (amount < 1) {
            throw new IllegalArgumentException("a validity must be at least 1, but is " + amount + " "
                    + unit.name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Returns a validity in days.
     *
     * @throws IllegalArgumentException the number is below 1
     */
    public static Validity days(int days) {
        return new Validity(days, Unit.DAYS);
    }

    /**
     * Returns a validity in months.
     *
     * @throws IllegalArgumentException the number is below 1
     */
    public static Validity months(int months) {
        return new Validity(months, Unit.MONTHS);
    }

    /**
     * Returns a validity in years.
     *
     * @throws IllegalArgumentException the number is below 1
     */
    public static Validity years(int years) {
        return new Validity(years, Unit.YEARS);
    }

    @Override
    public String toString() {
        return amount + " " + unit.name().toLowerCase(Locale.ROOT);
    }
}
