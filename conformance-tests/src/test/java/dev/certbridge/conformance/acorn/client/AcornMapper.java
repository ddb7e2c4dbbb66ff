package dev.certbridge.conformance.acorn.client;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.conformance.acorn.client.generated.model.ShopModels;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From acorn's order to ours. Any member may be missing or new. */
final class AcornMapper {

    private AcornMapper() {}

    static Order order(ResellerAccount place, OrderId id, ShopModels.Order wire) {
        Order.State state = state(wire);
        Optional<CertificateId> certificate =
                state == Order.State.ISSUED ? Optional.of(place.certificateId(id.providerId())) : Optional.empty();
        return Order.builder(id, state, text(wire.status()))
                .validations(records(wire, state == Order.State.ISSUED))
                .charged(price(wire.price()))
                .certificate(certificate)
                .build();
    }

    static Certificate certificate(ResellerAccount place, String id, ShopModels.Order wire) {
        Certificate.State state = switch (text(wire.status())) {
            case "issued" -> Certificate.State.ACTIVE;
            case "expired" -> Certificate.State.EXPIRED;
            default -> Certificate.State.OTHER;
        };
        return Certificate.builder(
                        place.certificateId(id), text(wire.product()), names(wire), state, text(wire.status()))
                .validity(
                        Optional.empty(), Optional.ofNullable(wire.expiresAt()).map(OffsetDateTime::toInstant))
                .serial(Optional.ofNullable(wire.serial()))
                .orderId(Optional.of(id))
                .build();
    }

    static Order.State state(ShopModels.Order wire) {
        return switch (text(wire.status())) {
            case "issued", "expired" -> Order.State.ISSUED;
            case "rejected" -> Order.State.ENDED;
            default -> Order.State.PENDING;
        };
    }

    static List<String> names(ShopModels.Order wire) {
        return all(wire.names()).distinct().toList();
    }

    /** Whether it is for the product and the names of this request. */
    static boolean isFor(ShopModels.Order wire, OrderRequest request) {
        return text(wire.product()).equals(request.product())
                && Set.copyOf(names(wire)).equals(Set.copyOf(request.names()));
    }

    /** A price that can be compared. */
    static Optional<Money> price(ShopModels.@Nullable Price price) {
        return Optional.ofNullable(price)
                .filter(told -> told.cents() != null && told.cents() >= 0)
                .filter(told -> text(told.currency()).matches("[A-Z]{3}"))
                .map(told -> new Money(text(told.currency()), Objects.requireNonNull(told.cents())));
    }

    static <T> Stream<T> all(@Nullable List<@Nullable T> list) {
        return list == null ? Stream.empty() : list.stream().flatMap(Stream::ofNullable);
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static List<DomainValidation> records(ShopModels.Order wire, boolean done) {
        return all(wire.records())
                .filter(entry -> entry.name() != null && entry.type() != null && entry.value() != null)
                .<DomainValidation>map(
                        entry -> new DnsRecord(text(entry.name()), text(entry.type()), text(entry.value()), done))
                .toList();
    }
}
