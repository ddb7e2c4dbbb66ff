package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import java.util.Optional;

/** The DNS calls. They cost nothing and the ledger never hears of them. */
final class DnsHandler {

    private static final String NO_RECORD = "Record not found";

    private final ZoneStore zones;

    DnsHandler(ZoneStore zones) {
        this.zones = zones;
    }

    Optional<Reply> answer(StubCall call) {
        return switch (call.operationId()) {
            case "createRecord" -> success(create(call.json()));
            case "patchRecord" -> success(patch(call.json()));
            case "getRecord" -> success(zoneOf(call).record(rrid(call)));
            case "patchRecordById" -> success(zoneOf(call).change(rrid(call), call.json()));
            case "deleteRecord" -> {
                zoneOf(call).remove(rrid(call));
                yield Optional.of(StubEnvelope.done());
            }
            case "listRecords" -> Optional.of(list(call.pathParameter("domain")));
            default -> Optional.empty();
        };
    }

    private ZoneRecord create(JsonNode body) {
        return zones.taking(body.path("name").asText())
                .orElseThrow(() -> new RegfishRefusal(400, "The record was not accepted", "No zone holds this name"))
                .create(body);
    }

    private ZoneRecord patch(JsonNode body) {
        String name = body.path("name").asText();
        RegfishZone zone = zones.holding(name).orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
        ZoneRecord first =
                zone.first(name, body.path("type").asText()).orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
        return zone.change(first.id(), body);
    }

    private Reply list(String domain) {
        RegfishZone zone = zones.named(domain).orElseThrow(() -> new RegfishRefusal(404, "Zone not found"));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        zone.records().forEach(record -> list.add(record.json()));
        return StubEnvelope.success(list);
    }

    private RegfishZone zoneOf(StubCall call) {
        return zones.holding(rrid(call)).orElseThrow(() -> new RegfishRefusal(404, NO_RECORD));
    }

    private static long rrid(StubCall call) {
        try {
            return Long.parseLong(call.pathParameter("rrid"));
        } catch (NumberFormatException e) {
            throw new RegfishRefusal(404, NO_RECORD);
        }
    }

    private static Optional<Reply> success(ZoneRecord record) {
        return Optional.of(StubEnvelope.success(record.json()));
    }
}
