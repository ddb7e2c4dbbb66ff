package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Every order of the customer, by id, so that their order says nothing about age. */
final class OrderStore {

    private static final long LONG_AGO = Integer.MIN_VALUE;

    private final RegfishStubSettings knobs;
    private final Map<String, Placed> orders = new ConcurrentSkipListMap<>();
    private final AtomicLong listings = new AtomicLong();

    /** An order, and how many listings there had been before it. */
    private record Placed(RegfishOrder order, long listings) {}

    OrderStore(RegfishStubSettings knobs) {
        this.knobs = knobs;
    }

    void add(RegfishOrder order) {
        orders.put(order.id(), new Placed(order, listings.get()));
    }

    void addOld(RegfishOrder order) {
        orders.put(order.id(), new Placed(order, LONG_AGO));
    }

    Optional<RegfishOrder> find(String id) {
        return Optional.ofNullable(orders.get(id)).map(Placed::order);
    }

    RegfishOrder order(String id, String otherwise) {
        return find(id).orElseThrow(() -> new RegfishRefusal(404, otherwise));
    }

    int size() {
        return orders.size();
    }

    JsonNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        long listing = listings.getAndIncrement();
        for (Placed placed : orders.values()) {
            if (listing - placed.listings() >= knobs.listingLag) {
                list.add(
                        knobs.listingIsALook
                                ? placed.order().look()
                                : placed.order().json());
            }
        }
        return list;
    }
}
