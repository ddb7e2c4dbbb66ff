package dev.certbridge.cli;

import dev.certbridge.reseller.order.Validity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 199d}, {@code 12m}, {@code 1y}. */
final class ValidityConverter implements ITypeConverter<Validity> {

    private static final Pattern TERM = Pattern.compile("(-?\\d{1,6})([dmy])");

    @Override
    public Validity convert(String text) {
        Matcher term = TERM.matcher(text);
        if (!term.matches()) {
            throw new TypeConversionException("a term is written 199d, 12m or 1y, not \"" + text + "\"");
        }
        int amount = Integer.parseInt(term.group(1));
        try {
            return switch (term.group(2)) {
                case "d" -> Validity.days(amount);
                case "m" -> Validity.months(amount);
                default -> Validity.years(amount);
            };
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** A term as it is typed. */
    static String text(Validity validity) {
        return switch (validity.unit()) {
            case DAYS -> validity.amount() + "d";
            case MONTHS -> validity.amount() + "m";
            case YEARS -> validity.amount() + "y";
        };
    }
}
