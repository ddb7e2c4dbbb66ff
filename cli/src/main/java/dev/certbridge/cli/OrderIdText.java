package dev.certbridge.cli;

import dev.certbridge.reseller.OrderId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code certbridge:realtime:live:...}. */
final class OrderIdText implements ITypeConverter<OrderId> {

    @Override
    public OrderId convert(String text) {
        try {
            return OrderId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
