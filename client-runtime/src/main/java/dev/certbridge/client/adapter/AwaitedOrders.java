package dev.certbridge.client.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The unfinished orders of a bulk wait. The order whose last poll is the oldest comes first. */
final class AwaitedOrders {

    private final Map<OrderId, AwaitedOrder> byAge = new LinkedHashMap<>();
    // A reissue may have the same provider id as its order.
    private final Map<String, List<AwaitedOrder>> byProviderId = new HashMap<>();

    /** The state of one order between two polls. An order without DNS records needs less than 1 KiB of memory. */
    static final class AwaitedOrder {

        final OrderId id;
        final DnsValidationPublisher validations;
        private @Nullable UUID marker;
        private int reported;
        private long polledAt;
        private boolean withoutValidations;

        private AwaitedOrder(OrderId id, DnsValidationPublisher validations) {
            this.id = id;
            this.validations = validations;
        }

        boolean isChanged(String markerNow) {
            return !hash(markerNow).equals(marker);
        }

        // The marker contains texts of the reseller, which may be long.
        private static UUID hash(String text) {
            return UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
        }

        /**
         * Stores the time of a poll, and a hash of the marker, which is a text that changes when the order changes. If
         * the poll showed no validations, the order is polled again soon.
         */
        void polled(String markerThen, Instant when, boolean nothingToPublish) {
            marker = hash(markerThen);
            polledAt = when.getEpochSecond();
            withoutValidations = nothingToPublish;
        }

        /** Marks the order for a poll in the next round. */
        void pollAgain(Instant when) {
            marker = null;
            polledAt = when.getEpochSecond();
        }

        /** Returns true if the order changed since the last call of this method, which stores a hash of the order. */
        boolean isNews(Order order) {
            int hash = fingerprint(order);
            boolean news = hash != reported;
            reported = hash;
            return news;
        }

        /** Returns a hash of all parts of an order that can change during the wait. */
        static int fingerprint(Order order) {
            return Objects.hash(
                    order.state(),
                    order.status(),
                    order.validations(),
                    order.action(),
                    order.charged(),
                    order.refunded(),
                    order.certificate());
        }
    }

    AwaitedOrders(Collection<OrderId> ids, Function<OrderId, DnsValidationPublisher> validations) {
        for (OrderId id : ids) {
            if (!byAge.containsKey(id)) {
                AwaitedOrder order = new AwaitedOrder(id, validations.apply(id));
                byAge.put(id, order);
                byProviderId
                        .computeIfAbsent(id.providerId(), providerId -> new ArrayList<>(1))
                        .add(order);
            }
        }
    }

    boolean isEmpty() {
        return byAge.isEmpty();
    }

    int size() {
        return byAge.size();
    }

    boolean contains(OrderId id) {
        return byAge.containsKey(id);
    }

    Set<String> providerIds() {
        return byProviderId.keySet();
    }

    List<AwaitedOrder> of(String providerId) {
        return byProviderId.getOrDefault(providerId, List.of());
    }

    List<AwaitedOrder> oldestFirst() {
        return List.copyOf(byAge.values());
    }

    /**
     * Returns the orders of two groups: the orders whose last poll is at least {@code age} ago, and the orders without
     * validations. The parameter {@code most} limits the number of orders of each group. Orders with an older poll are
     * preferred.
     */
    Set<AwaitedOrder> due(Instant now, Duration age, long most) {
        Set<AwaitedOrder> due = new HashSet<>();
        Stream.<Predicate<AwaitedOrder>>of(
                        order -> now.getEpochSecond() - order.polledAt >= age.toSeconds(),
                        order -> order.withoutValidations)
                .forEach(wanted ->
                        byAge.values().stream().filter(wanted).limit(most).forEach(due::add));
        return due;
    }

    void moveToEnd(AwaitedOrder order) {
        byAge.remove(order.id);
        byAge.put(order.id, order);
    }

    void remove(AwaitedOrder order) {
        byAge.remove(order.id);
        byProviderId.computeIfPresent(order.id.providerId(), (id, orders) -> {
            orders.remove(order);
            return orders.isEmpty() ? null : orders;
        });
    }
}
