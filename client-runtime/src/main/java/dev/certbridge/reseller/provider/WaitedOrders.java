package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
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
final class WaitedOrders {

    private final Map<OrderId, WaitedOrder> byAge = new LinkedHashMap<>();
    // The youngest of each id; there are more where a reissue keeps the id of its order.
    private final Map<String, WaitedOrder> byProviderId = new HashMap<>();

    WaitedOrders(Collection<OrderId> ids, Function<OrderId, WaitedOrder> maker) {
        for (OrderId id : ids) {
            if (!byAge.containsKey(id)) {
                WaitedOrder order = maker.apply(id);
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

    List<WaitedOrder> of(String providerId) {
        return Stream.iterate(byProviderId.get(providerId), Objects::nonNull, WaitedOrder::namesake)
                .toList();
    }

    List<WaitedOrder> longestNotLookedAtFirst() {
        return List.copyOf(byAge.values());
    }

    /**
     * Those to look at again although no listing shows a change, the oldest look first: up to so many that were last
     * looked at before this long, and as many that have nothing to show yet.
     */
    Set<WaitedOrder> due(Instant now, Duration age, long most) {
        Set<WaitedOrder> due = new HashSet<>();
        Stream.<Predicate<WaitedOrder>>of(order -> order.lookedBefore(now, age), WaitedOrder::nothingToShow)
                .forEach(wanted ->
                        byAge.values().stream().filter(wanted).limit(most).forEach(due::add));
        return due;
    }

    /** It was looked at just now. */
    void toTheEnd(WaitedOrder order) {
        byAge.remove(order.id());
        byAge.put(order.id(), order);
    }

    /** It is not waited for any longer. */
    void drop(WaitedOrder order) {
        byAge.remove(order.id());
        byProviderId.computeIfPresent(order.id().providerId(), (id, youngest) -> without(order, youngest));
    }

    private static @Nullable WaitedOrder without(WaitedOrder gone, @Nullable WaitedOrder first) {
        if (first == null || first == gone) {
            return first == null ? null : first.namesake();
        }
        first.namesake(without(gone, first.namesake()));
        return first;
    }
}
