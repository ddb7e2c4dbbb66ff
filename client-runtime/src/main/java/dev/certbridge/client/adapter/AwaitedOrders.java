package dev.certbridge.client.adapter;

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

/** The orders that are still waited for, the one that was not looked at for longest first. */
final class AwaitedOrders {

    private final Map<OrderId, AwaitedOrder> byAge = new LinkedHashMap<>();
    // The youngest of each id; there are more where a reissue keeps the id of its order.
    private final Map<String, AwaitedOrder> byProviderId = new HashMap<>();

    AwaitedOrders(Collection<OrderId> ids, Function<OrderId, AwaitedOrder> maker) {
        for (OrderId id : ids) {
            if (!byAge.containsKey(id)) {
                AwaitedOrder order = maker.apply(id);
                byAge.put(id, order);
                order.namesake(byProviderId.put(id.providerId(), order));
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
        return Stream.iterate(byProviderId.get(providerId), Objects::nonNull, AwaitedOrder::namesake)
                .toList();
    }

    List<AwaitedOrder> longestNotLookedAtFirst() {
        return List.copyOf(byAge.values());
    }

    /**
     * Those to look at again although no listing shows a change, the oldest look first: up to so many that were last
     * looked at before this long, and as many that have nothing to show yet.
     */
    Set<AwaitedOrder> due(Instant now, Duration age, long most) {
        Set<AwaitedOrder> due = new HashSet<>();
        Stream.<Predicate<AwaitedOrder>>of(order -> order.lookedBefore(now, age), AwaitedOrder::nothingToShow)
                .forEach(wanted ->
                        byAge.values().stream().filter(wanted).limit(most).forEach(due::add));
        return due;
    }

    /** It was looked at just now. */
    void toTheEnd(AwaitedOrder order) {
        byAge.remove(order.id());
        byAge.put(order.id(), order);
    }

    /** It is not waited for any longer. */
    void drop(AwaitedOrder order) {
        byAge.remove(order.id());
        byProviderId.computeIfPresent(order.id().providerId(), (id, youngest) -> without(order, youngest));
    }

    private static @Nullable AwaitedOrder without(AwaitedOrder gone, @Nullable AwaitedOrder first) {
        if (first == null || first == gone) {
            return first == null ? null : first.namesake();
        }
        first.namesake(without(gone, first.namesake()));
        return first;
    }
}
