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

/** The orders that are still waited for, the one that was polled longest ago first. */
final class AwaitedOrders {

    private static final long NEVER_POLLED = 0;

    private final Map<OrderId, AwaitedOrder> byAge = new LinkedHashMap<>();
    // The last of each id; there are more where a reissue keeps the id of its order.
    private final Map<String, AwaitedOrder> byProviderId = new HashMap<>();

    /** One order between polls: less than a kibibyte beside the records that were published for it. */
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

        /** Returns true when the listing shows another state than at the last poll. */
        boolean isChanged(String markerNow) {
            return marker != hash(markerNow);
        }

        /**
         * Stores a poll with the marker of the listing.
         *
         * @param nothingToPublish true when the authority listed no validation yet, which no listing may show later
         */
        void polled(String markerThen, Instant when, boolean nothingToPublish) {
            marker = hash(markerThen);
            polledAt = when.getEpochSecond();
            withoutValidations = nothingToPublish;
        }

        /** Stores a poll that failed, or whose listing shows no further change: polled in the next round too. */
        void pollAgain(Instant when) {
            marker = NEVER_POLLED;
            polledAt = when.getEpochSecond();
        }

        /** Returns true when this order differs from the one that was reported last. Only a hash of it is kept. */
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
         * FNV-1a, in an eighth of the space of the text. If two texts ever have the same hash, the change is seen when the
         * order is polled for its age.
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
     * Returns the orders to poll although no listing shows a change, the oldest poll first: at most so many that were polled
     * longer ago than this, and as many without validations.
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

    /** Moves an order that was polled to the end. */
    void moveToEnd(AwaitedOrder order) {
        byAge.remove(order.id);
        byAge.put(order.id, order);
    }

    /** Removes an order that is not waited for any longer. */
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
