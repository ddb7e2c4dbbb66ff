package dev.certbridge.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 30d}, {@code 12h}. */
final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern PERIOD = Pattern.compile("(\\d{1,5})([dh])");

    @Override
    public Duration convert(String text) {
        Matcher period = PERIOD.matcher(text);
        if (!period.matches()) {
            throw new TypeConversionException("a period is written 30d or 12h, not \"" + text + "\"");
        }
        long amount = Long.parseLong(period.group(1));
        return period.group(2).equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
    }
}
