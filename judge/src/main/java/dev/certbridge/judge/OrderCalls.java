package dev.certbridge.judge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The calls of a client for one order in one scenario.
 *
 * @param names the sorted domain names of the order, or an empty list if the calls belong to no order
 * @param calls the number of calls of each operation
 * @param ended true if an answer has shown that the order has ended
 */
public record OrderCalls(List<String> names, Map<String, Integer> calls, boolean ended) {

    /**
     * The maximum number of calls that are compared for each operation. A stub issues a certificate at the third read,
     * so the number of further calls depends on the pauses of the client.
     */
    private static final int COMPARED = 3;

    public OrderCalls {
        names = List.copyOf(names);
        calls = Map.copyOf(calls);
    }

    int count() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Compares the calls for this order with the calls for another order. Returns a line for each operation that was
     * called too rarely for the other order.
     */
    Stream<String> missingIn(OrderCalls other) {
        return new TreeMap<>(calls)
                .entrySet().stream()
                        .filter(call -> other.lacks(call.getKey(), call.getValue()))
                        .map(call -> call.getKey()
                                + (names.isEmpty() ? "" : " for " + String.join(", ", names)) + " was called "
                                + times(call.getValue()) + " in the scenario quiet and "
                                + times(other.calls.getOrDefault(call.getKey(), 0)) + " here");
    }

    /**
     * Returns true if an operation was called less often than expected. For an order that has ended, one call of each
     * operation is enough.
     */
    private boolean lacks(String operationId, int expected) {
        int made = calls.getOrDefault(operationId, 0);
        return made < (ended ? 1 : Math.min(expected, COMPARED));
    }

    private static String times(int number) {
        return number == 0 ? "not" : number == 1 ? "once" : number + " times";
    }
}
