package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The orders that a bulk wait still waits for. The order whose last poll is the oldest comes first. */
final class AwaitedOrders {

    private static final long NEVER_POLLED = 0;

    private final Map<OrderId, AwaitedOrder> byAge = new LinkedHashMap<>();
    // The first order of a linked list for each provider id. A reissue may have the same provider id as its order.
    private final Map<String, AwaitedOrder> byProviderId = new HashMap<>();

    /**
     * The state of one order between polls. It takes less than 1 KiB, apart from the records that were published for
     * the order.
     */
    static final class AwaitedOrder {

        final OrderId id;
        final DnsValidationPublisher validations;
        private @Nullable AwaitedOrder next;
        private long marker = NEVER_POLLED;
        private int reported;
        private long polledAt;
        private boolean withoutValidations;

        private AwaitedOrder(OrderId id, DnsValidationPublisher validations) {
            this.id = id;
            this.validations = validations;
        }

        /** Returns true if the listing shows another state than at the last poll. */
        boolean isChanged(String markerNow) {
            return marker != hash(markerNow);
        }

        /**
         * Stores that the order was polled, with the marker from the listing.
         *
         * @param nothingToPublish true if the certificate authority listed no validation yet. Listings may not show
         *     when it adds one
         */
        void polled(String markerThen, Instant when, boolean nothingToPublish) {
            marker = hash(markerThen);
            polledAt = when.getEpochSecond();
            withoutValidations = nothingToPublish;
        }

        /**
         * Stores that the order was polled and must be polled again in the next round. Used if the poll failed, or if
         * the listing will show no further change.
         */
        void pollAgain(Instant when) {
            marker = NEVER_POLLED;
            polledAt = when.getEpochSecond();
        }

        /**
         * Returns true if the order changed since the last report to the listener. Only a hash of the reported order is
         * stored.
         */
        boolean isNews(Order order) {
            int hash = Objects.hash(
                    order.state(),
                    order.status(),
                    order.validations(),
                    order.action(),
                    order.charged(),
                    order.refunded(),
                    order.certificate());
            boolean news = hash != reported;
            reported = hash;
            return news;
        }

        /**
         * Returns the FNV-1a hash of a text, which takes less memory than the text. If two markers have the same hash,
         * the change is noticed at the next regular poll of the order.
         */
        private static long hash(String text) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            return hash == NEVER_POLLED ? 1 : hash;
        }
    }

    AwaitedOrders(Collection<OrderId> ids, Function<OrderId, DnsValidationPublisher> validations) {
        for (OrderId id : ids) {
            if (!byAge.containsKey(id)) {
                AwaitedOrder order = new AwaitedOrder(id, validations.apply(id));
                byAge.put(id, order);
                order.next = byProviderId.put(id.providerId(), order);
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
        return Stream.iterate(byProviderId.get(providerId), Objects::nonNull, order -> order.next)
                .toList();
    }

    List<AwaitedOrder> oldestFirst() {
        return List.copyOf(byAge.values());
    }

    /**
     * Returns the orders to poll although no listing shows a change. These are at most {@code most} orders whose last
     * poll is at least {@code age} ago, and at most {@code most} orders without validations. Orders whose last poll is
     * the oldest are chosen first.
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

    /** Moves an order to the end of the queue after it was polled. */
    void moveToEnd(AwaitedOrder order) {
        byAge.remove(order.id);
        byAge.put(order.id, order);
    }

    /** Removes an order whose wait has ended. */
    void remove(AwaitedOrder order) {
        byAge.remove(order.id);
        byProviderId.computeIfPresent(order.id.providerId(), (id, first) -> without(order, first));
    }

    private static @Nullable AwaitedOrder without(AwaitedOrder gone, @Nullable AwaitedOrder first) {
        if (first == null || first == gone) {
            return first == null ? null : first.next;
        }
        first.next = without(gone, first.next);
        return first;
    }
}
