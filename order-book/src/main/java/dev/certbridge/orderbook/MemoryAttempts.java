package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The attempts of a book in memory, found by what books ask for. Every look at an order asks, so a book of a hundred
 * thousand orders must not be searched through for it.
 */
final class MemoryAttempts {

    private final TreeMap<Long, Attempt> byNumber = new TreeMap<>();
    private final Map<Object, List<Long>> numbers = new HashMap<>();
    private final NavigableSet<Long> unresolved = new TreeSet<>();
    private final NavigableSet<Long> uncompared = new TreeSet<>();

    /** What attempts are found by, beside their intent and their order. */
    private record ByKey(String keySha256) {}

    private record ByBudget(String name) {}

    long last() {
        return byNumber.isEmpty() ? 0 : byNumber.lastKey();
    }

    Optional<Attempt> byNumber(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    List<Attempt> of(Intent intent) {
        return found(intent, attempt -> true);
    }

    List<Attempt> withKey(String keySha256) {
        return found(new ByKey(keySha256), attempt -> true);
    }

    List<Attempt> accepted(OrderId id) {
        return found(
                id,
                attempt -> attempt.state() == Attempt.State.ACCEPTED
                        && attempt.orderId().equals(Optional.of(id)));
    }

    List<Attempt> takingFrom(String budget) {
        return found(new ByBudget(budget), attempt -> !BookRules.NOTHING_ORDERED.contains(attempt.state()));
    }

    List<Attempt> unresolved() {
        return unresolved.stream().map(byNumber::get).toList();
    }

    List<Attempt> uncompared() {
        return uncompared.stream().map(byNumber::get).toList();
    }

    /** Adds an attempt or writes it anew. */
    void put(Attempt attempt) {
        long number = attempt.number();
        byNumber.put(number, attempt);
        find(attempt.intent(), number);
        if (attempt.request().hasCsr()) {
            find(new ByKey(attempt.request().csr().keySha256()), number);
        }
        attempt.orderId().ifPresent(id -> find(id, number));
        attempt.sending().charge().ifPresent(charge -> find(new ByBudget(charge.budget()), number));
        keep(unresolved, number, attempt.unresolved());
        keep(uncompared, number, attempt.priceOpen());
    }

    private void find(Object by, long number) {
        List<Long> known = numbers.computeIfAbsent(by, unused -> new ArrayList<>(1));
        int place = Collections.binarySearch(known, number);
        if (place < 0) {
            known.add(-1 - place, number);
        }
    }

    private static void keep(NavigableSet<Long> some, long number, boolean in) {
        if (in) {
            some.add(number);
        } else {
            some.remove(number);
        }
    }

    private List<Attempt> found(Object by, Predicate<Attempt> wanted) {
        return numbers.getOrDefault(by, List.of()).stream()
                .map(byNumber::get)
                .filter(wanted)
                .toList();
    }
}
