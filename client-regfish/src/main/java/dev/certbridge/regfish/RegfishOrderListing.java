package dev.certbridge.regfish;

import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.Reissue;
import dev.certbridge.regfish.generated.model.Validation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at many orders through the one list: one request a round, however many there are. */
final class RegfishOrderListing implements OrderListing {

    private final RegfishListings listing;
    private final ResellerAccount place;
    private final SpendLog book;
    private final Function<OrderId, Order> alone;

    /** {@code alone} looks at one order by itself. */
    RegfishOrderListing(RegfishListings listing, ResellerAccount place, SpendLog book, Function<OrderId, Order> alone) {
        this.listing = listing;
        this.place = place;
        this.book = book;
        this.alone = alone;
    }

    @Override
    public void poll(Set<String> waited, Consumer<ListedOrder> seen) {
        listing.each(certificate -> {
            String id = certificate.getId();
            if (id != null && waited.contains(id)) {
                seen.accept(new ListedOrder(
                        id, marker(certificate), finished(certificate), orderId -> order(orderId, certificate)));
            }
        });
    }

    /** A certificate that is reissued stays issued, so what it waits for does not show there. */
    private static boolean finished(Certificate certificate) {
        return certificate.getReissue() == null && !"pending".equalsIgnoreCase(certificate.getStatus());
    }

    /** Whether an entry of the list tells all that a single read tells is not known. */
    private Order order(OrderId id, Certificate certificate) {
        Order listed = RegfishMapper.order(place, id, certificate);
        boolean tellsAll = id.kind() != OrderId.Kind.REISSUE
                && listed.state() == Order.State.PENDING
                && !listed.validations().isEmpty();
        return tellsAll ? book.requestOf(id).map(listed::withRequest).orElse(listed) : alone.apply(id);
    }

    /** Sums of what is long. */
    private static String marker(Certificate certificate) {
        Reissue reissue = certificate.getReissue();
        Validation validation = certificate.getValidation();
        return String.join(
                " ",
                word(certificate.getStatus()),
                word(certificate.getOrderState()),
                word(certificate.getActionRequired()),
                word(certificate.getCertificatePemAvailable()),
                word(certificate.getSerialNumber()),
                sum(certificate.getPendingReason(), certificate.getPendingMessage(), validation),
                reissue == null
                        ? ""
                        : word(reissue.getId()) + word(reissue.getStatus()) + sum(reissue.getValidation()));
    }

    private static String word(@Nullable Object value) {
        return String.valueOf(value);
    }

    private static String sum(@Nullable Object... values) {
        return Integer.toHexString(Objects.hash(values));
    }
}
