package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record of the states of each order, for the page of the stub ({@link StubReseller#PAGE_PATH}). Only the {@value
 * #MAX_ORDERS} newest orders are available, each with its latest {@value #MAX_STATES} states. Thread-safe.
 */
public final class OrderHistory {

    static final int MAX_ORDERS = 200;
    static final int MAX_STATES = 50;

    private record StateChange(Instant at, String state) {}

    private record History(String product, List<String> names, Deque<StateChange> changes) {}

    private final Clock clock;
    private final Map<String, History> byOrder = new LinkedHashMap<>();

    OrderHistory(Clock clock) {
        this.clock = clock;
    }

    /** Records the state of an order. Does nothing if the order already has this state. */
    public synchronized void record(String orderId, String product, List<String> names, String state) {
        History history = byOrder.get(orderId);
        if (history != null && history.changes().getLast().state().equals(state)) {
            return;
        }
        if (history == null) {
            history = new History(product, List.copyOf(names), new ArrayDeque<>());
            byOrder.put(orderId, history);
        }
        history.changes().addLast(new StateChange(clock.instant(), state));
        if (history.changes().size() > MAX_STATES) {
            history.changes().removeFirst();
        }
        if (byOrder.size() > MAX_ORDERS) {
            byOrder.remove(byOrder.keySet().iterator().next());
        }
    }

    /** Returns the orders as JSON. The newest order comes first. */
    synchronized JsonNode json() {
        ArrayNode json = Reply.object().arrayNode();
        List<Map.Entry<String, History>> all = new ArrayList<>(byOrder.entrySet());
        for (int i = all.size() - 1; i >= 0; i--) {
            History history = all.get(i).getValue();
            ObjectNode order = json.addObject()
                    .put("id", all.get(i).getKey())
                    .put("product", history.product())
                    .put("state", history.changes().getLast().state());
            history.names().forEach(order.putArray("names")::add);
            order.set("history", StubContract.JSON.valueToTree(history.changes()));
        }
        return json;
    }
}
