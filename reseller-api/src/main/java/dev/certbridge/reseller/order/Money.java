package dev.certbridge.reseller.order;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount in one currency.
 *
 * @param currency the ISO 4217 code, three upper-case letters
 * @param cents the amount in cents, 0 or more
 */
public record Money(String currency, long cents) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,12})\\.([0-9]{2})");

    private static final int LONGEST_QUOTED = 60;

    /**
     * Creates an amount.
     *
     * @throws IllegalArgumentException the currency is not three upper-case letters, or the amount is negative
     */
    public Money {
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException(
                    "currency must be three upper-case letters such as EUR, not " + quoted(currency));
        }
        if (cents < 0) {
            throw new IllegalArgumentException("an amount must not be negative, but is " + cents + " cents");
        }
    }

    /**
     * Returns an amount from a text with exactly two decimals, {@code of("EUR", "25.00")} for instance.
     *
     * @throws IllegalArgumentException the currency or the amount is not valid
     */
    public static Money of(String currency, String amount) {
        Matcher parts = AMOUNT.matcher(amount);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "an amount needs exactly two decimals, such as 25.00, not " + quoted(amount));
        }
        return new Money(currency, Long.parseLong(parts.group(1)) * 100 + Long.parseLong(parts.group(2)));
    }

    /**
     * Parses the text form, {@code EUR:25.00} for instance.
     *
     * @throws IllegalArgumentException the text does not have the form {@code EUR:25.00}
     */
    public static Money parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "money must have the form CURRENCY:AMOUNT, such as EUR:25.00, not " + quoted(text));
        }
        return of(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Returns the text in quotation marks, shortened and on one line, for a message. */
    private static String quoted(String text) {
        String start = text.length() > LONGEST_QUOTED ? text.substring(0, LONGEST_QUOTED) + "..." : text;
        return '"' + start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?") + '"';
    }

    /** Returns the text form, {@code EUR:25.00} for instance, which {@link #parse} reads. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s:%d.%02d", currency, cents / 100, cents % 100);
    }
}
