package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The orders that a stub booked and charged. Only stubs write to the ledger, and tests read it. Thread-safe. */
public final class Ledger {

    /**
     * One booking. The main name of the order is the first of the names. The hash of the public key is in base64url. An
     * order that waits for more details is booked without a charge. The component {@code acknowledged} is true if the
     * request acknowledged every charge.
     */
    public record Entry(
            String orderId,
            String operationId,
            String product,
            List<String> names,
            String keySha256,
            long cents,
            String currency,
            boolean charged,
            boolean refunded,
            boolean acknowledged,
            Instant at) {

        public Entry {
            names = List.copyOf(names);
        }

        private Entry with(boolean nowCharged, boolean nowRefunded) {
            return new Entry(
                    orderId,
                    operationId,
                    product,
                    names,
                    keySha256,
                    cents,
                    currency,
                    nowCharged,
                    nowRefunded,
                    acknowledged,
                    at);
        }
    }

    private final Map<String, Entry> byOrder = new LinkedHashMap<>();

    /** Books an order. Throws IllegalStateException if the order is already booked. */
    public synchronized void book(Entry entry) {
        if (byOrder.putIfAbsent(entry.orderId(), entry) != null) {
            throw new IllegalStateException("order " + entry.orderId() + " is already booked");
        }
    }

    /** Charges an order that was booked without a charge. */
    public void charge(String orderId) {
        change(orderId, entry -> entry.with(true, entry.refunded()));
    }

    /** Refunds the charge of an order. */
    public void refund(String orderId) {
        change(orderId, entry -> entry.with(entry.charged(), true));
    }

    private synchronized void change(String orderId, UnaryOperator<Entry> change) {
        if (byOrder.computeIfPresent(orderId, (id, entry) -> change.apply(entry)) == null) {
            throw new IllegalStateException("order " + orderId + " was never booked");
        }
    }

    /** Returns true if an order was booked. */
    public synchronized boolean isBooked(String orderId) {
        return byOrder.containsKey(orderId);
    }

    /** Returns all bookings, oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(byOrder.values());
    }

    /** Returns the number of booked orders. */
    public synchronized int orders() {
        return byOrder.size();
    }

    /** Returns the sum of the charges for each currency, in cents. Refunded charges are not included. */
    public Map<String, Long> charged() {
        return entries().stream()
                .filter(entry -> entry.charged() && !entry.refunded())
                .collect(Collectors.groupingBy(Entry::currency, TreeMap::new, Collectors.summingLong(Entry::cents)));
    }

    /** Returns the ledger as JSON: the number of {@code orders}, the sums {@code charged}, and the {@code entries}. */
    public JsonNode json() {
        return json(Integer.MAX_VALUE);
    }

    /** Returns the ledger as JSON, with only the latest entries. */
    synchronized JsonNode json(int maxEntries) {
        ObjectNode json = Reply.object().put("orders", orders());
        charged().forEach(json.putObject("charged")::put);
        List<Entry> latest =
                entries().stream().skip(Math.max(0, orders() - maxEntries)).toList();
        json.set("entries", StubContract.JSON.valueToTree(latest));
        return json;
    }
}
