package dev.certbridge.judge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The calls of a client for one order in one scenario.
 *
 * @param names the sorted domain names of the order, or an empty list for the calls that are for no order
 * @param calls the number of calls by operation
 * @param ended true if an answer has shown that the order has ended
 */
public record OrderCalls(List<String> names, Map<String, Integer> calls, boolean ended) {

    /** A stub issues at the third read, so further calls of one operation depend on the pauses of the client. */
    private static final int COMPARED = 3;

    public OrderCalls {
        names = List.copyOf(names);
        calls = Map.copyOf(calls);
    }

    int count() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns a line for each operation that this order has and the other order does not have often enough. */
    Stream<String> missingIn(OrderCalls other) {
        return new TreeMap<>(calls)
                .entrySet().stream()
                        .filter(call -> other.lacks(call.getKey(), call.getValue()))
                        .map(call -> call.getKey()
                                + (names.isEmpty() ? "" : " for " + String.join(", ", names)) + " was called "
                                + times(call.getValue()) + " in the scenario quiet and "
                                + times(other.calls.getOrDefault(call.getKey(), 0)) + " here");
    }

    /** An order that has ended needs no further reads, but each of the operations. */
    private boolean lacks(String operationId, int expected) {
        int made = calls.getOrDefault(operationId, 0);
        return made < (ended ? 1 : Math.min(expected, COMPARED));
    }

    private static String times(int number) {
        return number == 0 ? "not" : number == 1 ? "once" : number + " times";
    }
}
