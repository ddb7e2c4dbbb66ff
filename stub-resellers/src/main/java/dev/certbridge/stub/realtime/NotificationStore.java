package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The notifications of the customer: one for every process that has ended, oldest first. */
final class NotificationStore {

    private static final long FIRST = 4_410_000;

    private final AtomicLong next = new AtomicLong(FIRST);
    private final Map<String, RealtimeNotification> byId = new ConcurrentSkipListMap<>();

    void add(RealtimeProcess process, ProcessState state, Optional<RealtimeCertificate> certificate, Instant now) {
        long id = next.getAndIncrement();
        byId.put(Long.toString(id), new RealtimeNotification(id, process, state, certificate, now));
    }

    List<RealtimeNotification> all() {
        return List.copyOf(byId.values());
    }

    RealtimeNotification get(String id) {
        return Optional.ofNullable(byId.get(id)).orElseThrow(() -> RealtimeRefusal.missing("notification", id));
    }

    /** The oldest that has not been acknowledged, and how many there are. */
    ObjectNode poll() {
        List<RealtimeNotification> waiting =
                all().stream().filter(one -> !one.isAcknowledged()).toList();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", waiting.size());
        if (!waiting.isEmpty()) {
            json.set("notification", waiting.get(0).json());
        }
        return json;
    }
}
