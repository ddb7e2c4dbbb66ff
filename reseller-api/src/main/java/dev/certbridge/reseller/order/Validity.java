package dev.certbridge.reseller.order;

import java.util.Locale;

/**
 * The ordered validity of a certificate, in the reseller's own unit; never converted between units.
 *
 * @param amount at least 1
 * @param unit days at regfish, months at Realtime Register, years on its deprecated calls
 */
public record Validity(int amount, Unit unit) {

    /** The units of resellers. */
    public enum Unit {
        /** Used by regfish. */
        DAYS,
        /** Used by Realtime Register. */
        MONTHS,
        /** Used by Realtime Register's deprecated calls. */
        YEARS
    }

    public Validity {
        if (amount < 1) {
            throw new IllegalArgumentException("a validity must be at least 1, but is " + amount + " "
                    + unit.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Returns a validity in days. */
    public static Validity days(int days) {
        return new Validity(days, Unit.DAYS);
    }

    /** Returns a validity in months. */
    public static Validity months(int months) {
        return new Validity(months, Unit.MONTHS);
    }

    /** Returns a validity in years. */
    public static Validity years(int years) {
        return new Validity(years, Unit.YEARS);
    }

    @Override
    public String toString() {
        return amount + " " + unit.name().toLowerCase(Locale.ROOT);
    }
}
