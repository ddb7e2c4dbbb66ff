package dev.certbridge.cli;

import dev.certbridge.reseller.order.RevocationReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code key-compromise}. */
final class RevocationReasonConverter implements ITypeConverter<RevocationReason> {

    @Override
    public RevocationReason convert(String text) {
        return Arrays.stream(RevocationReason.values())
                .filter(reason -> word(reason).equalsIgnoreCase(text.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("a certificate is revoked for "
                        + Arrays.stream(RevocationReason.values())
                                .map(RevocationReasonConverter::word)
                                .collect(Collectors.joining(", "))
                        + ", not \"" + text + "\""));
    }

    static String word(RevocationReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
