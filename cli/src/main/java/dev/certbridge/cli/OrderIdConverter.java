package dev.certbridge.cli;

import dev.certbridge.reseller.order.OrderId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code certbridge:realtime:live:...}. */
final class OrderIdConverter implements ITypeConverter<OrderId> {

    @Override
    public OrderId convert(String text) {
        try {
            return OrderId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** True for the text of an id. */
    static boolean isOrder(String text) {
        try {
            OrderId.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
