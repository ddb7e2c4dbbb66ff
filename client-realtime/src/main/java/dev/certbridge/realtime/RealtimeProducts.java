package dev.certbridge.realtime;

import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the reseller's words to ours, where it takes no thought. */
final class RealtimeProducts {

    private RealtimeProducts() {}

    static Product product(dev.certbridge.realtime.generated.model.Product product) {
        List<Integer> periods = product.getPeriods() == null ? List.of() : product.getPeriods();
        return Product.of(
                text(product.getProduct()),
                text(product.getName()),
                level(text(product.getValidationType())),
                periods.stream()
                        .filter(months -> months != null && months > 0)
                        .map(Validity::months)
                        .toList());
    }

    /** dv, ov, ev; any other word as it is. */
    private static String level(String validationType) {
        return switch (validationType) {
            case "DOMAIN_VALIDATION" -> "dv";
            case "ORGANIZATION_VALIDATION" -> "ov";
            case "EXTENDED_VALIDATION" -> "ev";
            default -> validationType.toLowerCase(Locale.ROOT);
        };
    }

    /** The number of a certificate; throws {@link IllegalArgumentException} when the id is none. */
    static long number(CertificateId id) {
        return number("certificate", id.providerId());
    }

    /** The number in an id; throws {@link IllegalArgumentException} when it is none. */
    static long number(String what, String id) {
        if (!RealtimeRequestRules.NUMBER.matcher(id).matches()) {
            throw new IllegalArgumentException("nothing was sent: a " + what
                    + " of Realtime Register is a number without leading zeros, not \"" + id + "\"");
        }
        return Long.parseLong(id);
    }

    static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }
}
