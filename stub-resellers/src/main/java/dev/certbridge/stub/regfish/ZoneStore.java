package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import dev.certbridge.stub.regfish.RegfishZone.ZoneRecord;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The DNS zones of the customer, and the operations on these zones, which cost nothing. With {@link
 * StubOptions#ANY_ZONE}, a domain of two labels becomes a zone when a record or a listing first names the domain. A
 * record or a listing does not open a closed zone.
 */
final class ZoneStore {

    private static final String NO_RECORD = "Record not found";
    private static final long FIRST_RECORD = 20_000_000;
    private static final int LABELS_OF_A_ZONE = 2;

    private final StubContext context;
    private final AtomicLong nextRecord = new AtomicLong(FIRST_RECORD);
    private final Map<String, RegfishZone> byName = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final boolean anyZone;

    ZoneStore(StubContext context) {
        this.context = context;
        List<String> zones = context.options().zones();
        this.anyZone = zones.contains(StubOptions.ANY_ZONE);
        zones.stream().filter(zone -> !zone.equals(StubOptions.ANY_ZONE)).forEach(this::open);
        context.options().closedZones().forEach(this::close);
    }

    Optional<Reply> answer(StubCall call) {
        return switch (call.operationId()) {
            case "createRecord" -> success(create(call.json()));
            case "patchRecord" -> success(patch(call.json()));
            case "getRecord" -> success(zoneOf(call).record(rrid(call)));
            case "patchRecordById" -> success(zoneOf(call).change(rrid(call), call.json()));
            case "deleteRecord" -> {
                zoneOf(call).remove(rrid(call));
                yield Optional.of(RegfishBehaviour.done());
            }
            case "listRecords" -> Optional.of(list(call.pathParameter("domain")));
            default -> Optional.empty();
        };
    }

    private ZoneRecord create(JsonNode body) {
        String name = body.path("name").asText();
        return holding(name)
                .or(() -> twoLabelZone(ZoneRecord.plain(name)))
                .orElseThrow(() -> new RegfishRefusal(400, "The record was not accepted", "No zone contains this name"))
                .create(body);
    }

    private ZoneRecord patch(JsonNode body) {
        String name = body.path("name").asText();
        RegfishZone zone = holding(name).orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
        return zone.first(name, body.path("type").asText())
                .map(record -> zone.change(record.id(), body))
                .orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
    }

    private Reply list(String domain) {
        String plain = ZoneRecord.plain(domain);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        Optional.ofNullable(byName.get(plain))
                .or(() -> twoLabelZone(plain).filter(zone -> zone.name().equals(plain)))
                .orElseThrow(() -> new RegfishRefusal(404, "Zone not found"))
                .records()
                .forEach(record -> list.add(record.json()));
        return RegfishBehaviour.success(list);
    }

    private RegfishZone zoneOf(StubCall call) {
        long rrid = rrid(call);
        return byName.values().stream()
                .filter(zone -> zone.has(rrid))
                .findFirst()
                .orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
    }

    private static long rrid(StubCall call) {
        try {
            return Long.parseLong(call.pathParameter("rrid"));
        } catch (NumberFormatException e) {
            throw new RegfishRefusal(404, NO_RECORD);
        }
    }

    private static Optional<Reply> success(ZoneRecord record) {
        return Optional.of(RegfishBehaviour.success(record.json()));
    }

    RegfishZone open(String domain) {
        String plain = ZoneRecord.plain(domain);
        closed.remove(plain);
        Clock clock = context.options().clock();
        return byName.computeIfAbsent(plain, name -> new RegfishZone(name, nextRecord::getAndIncrement, clock));
    }

    /** Closes a zone and removes its records. Only {@link #open} opens a closed zone again. */
    void close(String domain) {
        String plain = ZoneRecord.plain(domain);
        closed.add(plain);
        byName.remove(plain);
    }

    /** Returns the zone of two labels that contains a name, if {@link StubOptions#ANY_ZONE} allows such zones. */
    private Optional<RegfishZone> twoLabelZone(String plain) {
        String[] labels = plain.split("\\.");
        if (!anyZone || labels.length < LABELS_OF_A_ZONE || labels[labels.length - 1].isEmpty()) {
            return Optional.empty();
        }
        String zone = labels[labels.length - LABELS_OF_A_ZONE] + "." + labels[labels.length - 1];
        return closed.contains(zone) ? Optional.empty() : Optional.of(open(zone));
    }

    private Optional<RegfishZone> holding(String name) {
        String rest = ZoneRecord.plain(name);
        while (!rest.isEmpty()) {
            if (byName.containsKey(rest)) {
                return Optional.of(byName.get(rest));
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return Optional.empty();
    }

    /** Returns the target of a CNAME record, which the CA reads to validate a domain. */
    Optional<String> cname(String name) {
        return holding(name).flatMap(zone -> zone.cname(name));
    }
}
