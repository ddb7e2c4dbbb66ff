package dev.certbridge.cli;

import dev.certbridge.reseller.order.Money;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code EUR:25.00}. */
final class MoneyConverter implements ITypeConverter<Money> {

    @Override
    public Money convert(String text) {
        try {
            return Money.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
