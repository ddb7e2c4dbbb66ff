package dev.certbridge.cli;

import dev.certbridge.reseller.order.Intent;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a wish. */
final class IntentConverter implements ITypeConverter<Intent> {

    @Override
    public Intent convert(String text) {
        try {
            return Intent.of(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
