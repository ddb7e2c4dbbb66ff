package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a stub reseller booked and charged, in the order of booking. Safe for use by several threads. */
public final class Ledger {

    /**
     * One booking.
     *
     * @param orderId the reseller's id of the order
     * @param operationId the operation that booked it
     * @param product the product
     * @param names every name of the certificate, the main one first
     * @param keySha256 base64url of the SHA-256 of the ordered public key
     * @param cents the price
     * @param currency what the cents are of
     * @param charged whether the price has been charged; an order can be booked and wait
     * @param refunded whether the charge was given back
     * @param acknowledged whether the request agreed to every charge
     * @param at when it was booked
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
    }

    private final Map<String, Entry> byOrder = new LinkedHashMap<>();

    /** Books an order. Only stubs write. */
    public synchronized void book(Entry entry) {
        if (byOrder.putIfAbsent(entry.orderId(), entry) != null) {
            throw new IllegalStateException("order " + entry.orderId() + " is booked already");
        }
    }

    /** Charges an order that was booked without. Only stubs write. */
    public void charge(String orderId) {
        change(
                orderId,
                e -> new Entry(
                        e.orderId(),
                        e.operationId(),
                        e.product(),
                        e.names(),
                        e.keySha256(),
                        e.cents(),
                        e.currency(),
                        true,
                        e.refunded(),
                        e.acknowledged(),
                        e.at()));
    }

    /** Gives the charge of an order back. Only stubs write. */
    public void refund(String orderId) {
        change(
                orderId,
                e -> new Entry(
                        e.orderId(),
                        e.operationId(),
                        e.product(),
                        e.names(),
                        e.keySha256(),
                        e.cents(),
                        e.currency(),
                        e.charged(),
                        true,
                        e.acknowledged(),
                        e.at()));
    }

    /** True when an order was booked. */
    public synchronized boolean isBooked(String orderId) {
        return byOrder.containsKey(orderId);
    }

    /** Every booking, oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(new ArrayList<>(byOrder.values()));
    }

    /** How many orders were booked. */
    public synchronized int orders() {
        return byOrder.size();
    }

    /** What was charged and not given back, in cents per currency; empty when nothing was. */
    public synchronized Map<String, Long> charged() {
        Map<String, Long> sums = new TreeMap<>();
        for (Entry entry : byOrder.values()) {
            if (entry.charged() && !entry.refunded()) {
                sums.merge(entry.currency(), entry.cents(), Long::sum);
            }
        }
        return sums;
    }

    /** The same as JSON: {@code orders}, {@code charged} in cents per currency, and {@code entries} oldest first. */
    public synchronized JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("orders", orders());
        ObjectNode sums = json.putObject("charged");
        charged().forEach(sums::put);
        ArrayNode entries = json.putArray("entries");
        for (Entry entry : byOrder.values()) {
            ObjectNode one = entries.addObject()
                    .put("orderId", entry.orderId())
                    .put("operationId", entry.operationId())
                    .put("product", entry.product())
                    .put("keySha256", entry.keySha256())
                    .put("cents", entry.cents())
                    .put("currency", entry.currency())
                    .put("charged", entry.charged())
                    .put("refunded", entry.refunded())
                    .put("acknowledged", entry.acknowledged())
                    .put("at", entry.at().toString());
            entry.names().forEach(one.putArray("names")::add);
        }
        return json;
    }

    private synchronized void change(String orderId, UnaryOperator<Entry> change) {
        if (byOrder.computeIfPresent(orderId, (id, entry) -> change.apply(entry)) == null) {
            throw new IllegalStateException("order " + orderId + " was never booked");
        }
    }
}
