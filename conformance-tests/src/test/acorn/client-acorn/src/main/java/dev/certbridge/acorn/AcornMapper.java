package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the orders of acorn to the types of the reseller API. Every value in a response may be missing or unknown. */
final class AcornMapper {

    private AcornMapper() {}

    static Order order(ResellerAccount place, OrderId id, ShopOrder wire) {
        Order.State state = state(wire);
        Optional<CertificateId> certificate =
                state == Order.State.ISSUED ? Optional.of(place.certificateId(id.providerId())) : Optional.empty();
        return Order.builder(id, state, text(wire.getStatus()))
                .validations(records(wire, state == Order.State.ISSUED))
                .certificate(certificate)
                .build();
    }

    static Certificate certificate(ResellerAccount place, String id, ShopOrder wire) {
        Certificate.State state = switch (text(wire.getStatus())) {
            case "issued" -> Certificate.State.ACTIVE;
            case "expired" -> Certificate.State.EXPIRED;
            default -> Certificate.State.OTHER;
        };
        return Certificate.builder(
                        place.certificateId(id), text(wire.getProduct()), names(wire), state, text(wire.getStatus()))
                .validity(
                        Optional.empty(),
                        Optional.ofNullable(wire.getExpiresAt()).map(OffsetDateTime::toInstant))
                .serial(Optional.ofNullable(wire.getSerial()))
                .orderId(Optional.of(id))
                .build();
    }

    static Order.State state(ShopOrder wire) {
        return switch (text(wire.getStatus())) {
            case "issued", "expired" -> Order.State.ISSUED;
            case "rejected" -> Order.State.ENDED;
            default -> Order.State.PENDING;
        };
    }

    static List<String> names(ShopOrder wire) {
        return all(wire.getNames()).distinct().toList();
    }

    /** Returns true if the order has the product and names of this request. */
    static boolean isFor(ShopOrder wire, OrderRequest request) {
        return text(wire.getProduct()).equals(request.product())
                && Set.copyOf(names(wire)).equals(Set.copyOf(request.names()));
    }

    static boolean hasCsr(ShopOrder wire, Csr csr) {
        try {
            return Optional.ofNullable(wire.getCsr())
                    .map(Csr::parse)
                    .filter(csr::equals)
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static <T> Stream<T> all(@Nullable List<@Nullable T> list) {
        return list == null ? Stream.empty() : list.stream().flatMap(Stream::ofNullable);
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static List<DomainValidation> records(ShopOrder wire, boolean done) {
        return all(wire.getRecords())
                .filter(entry -> entry.getName() != null && entry.getType() != null && entry.getValue() != null)
                .<DomainValidation>map(entry ->
                        new DnsRecord(text(entry.getName()), text(entry.getType()), text(entry.getValue()), done))
                .toList();
    }
}
