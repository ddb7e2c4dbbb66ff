package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** One page of anything, the way all listings of this reseller work. */
final class ListingPage {

    private static final int DEFAULT_LIMIT = 10;
    private static final Set<String> NOT_FILTERS = Set.of("limit", "offset", "order", "total", "q", "fields", "export");

    private final ListedResources listed;
    private final StubCall call;
    private final RealtimeStubSettings quirks;

    ListingPage(ListedResources listed, StubCall call, RealtimeStubSettings quirks) {
        this.listed = listed;
        this.call = call;
        this.quirks = quirks;
    }

    Reply of(List<? extends ListingEntry> entities) {
        boolean export = isTrue("export");
        if (export
                && (call.queryValue("limit").isPresent()
                        || call.queryValue("offset").isPresent())) {
            throw RealtimeRefusal.constraint("export", "not together with limit or offset", TextNode.valueOf("true"));
        }
        List<? extends ListingEntry> matching = matching(entities);
        int limit = export ? matching.size() : Math.min(quirks.longestPage, number("limit", DEFAULT_LIMIT));
        int offset = quirks.offsetIgnored ? 0 : number("offset", 0);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        if (limit > 0 || export) {
            ArrayNode shown = page.putArray("entities");
            matching.stream()
                    .skip(offset)
                    .limit(limit)
                    .map(ListingEntry::json)
                    .map(this::projected)
                    .forEach(shown::add);
        }
        ObjectNode pagination = page.putObject("pagination").put("limit", limit).put("offset", offset);
        if (call.queryValue("total").filter("false"::equals).isEmpty()) {
            pagination.put("total", matching.size());
        }
        return Reply.json(200, page);
    }

    private List<? extends ListingEntry> matching(List<? extends ListingEntry> entities) {
        Predicate<ListingEntry> wanted = wanted();
        List<String> order = quirks.orderIgnored ? List.of() : call.query().getOrDefault("order", List.of());
        // Sorting ten thousand by nothing takes as long as by something.
        return order.isEmpty()
                ? entities.stream().filter(wanted).toList()
                : entities.stream().filter(wanted).sorted(by(order)).toList();
    }

    private Predicate<ListingEntry> wanted() {
        Predicate<ListingEntry> all = entry -> true;
        for (String name : call.query().keySet()) {
            if (!NOT_FILTERS.contains(name)) {
                for (String value : call.query().get(name)) {
                    ListingFilters filter = ListingFilters.of(name, value);
                    // What the server does with a filter that it does not know is not documented: it may ignore it.
                    boolean heeded = listed.isFilterable(filter.field()) && quirks.heeds(filter);
                    all = heeded ? all.and(entry -> filter.test(entry.field(filter.field()))) : all;
                }
            }
        }
        String text = call.queryValue("q").orElse("");
        return text.isEmpty() ? all : all.and(entry -> holds(entry.json(), text));
    }

    private static boolean holds(JsonNode entity, String text) {
        return entity.properties().stream()
                .anyMatch(member -> member.getValue().asText().contains(text));
    }

    private static Comparator<ListingEntry> by(List<String> fields) {
        Comparator<ListingEntry> order = (a, b) -> 0;
        for (String field : fields) {
            boolean descending = field.startsWith("-");
            String name = descending ? field.substring(1) : field;
            Comparator<ListingEntry> byField = (a, b) ->
                    ListingFilters.compare(a.field(name).asText(), b.field(name).asText());
            order = order.thenComparing(descending ? byField.reversed() : byField);
        }
        return order;
    }

    private JsonNode projected(JsonNode entity) {
        return only(call, entity, listed.identifyingField(), isTrue("export") ? List.of("") : List.of());
    }

    /**
     * The entity with the fields only that a call names, and the identifying one. The parameter may be repeated, and each
     * value hold several with commas between them.
     *
     * @param otherwise the fields where the call names none; empty for all
     */
    static JsonNode only(StubCall call, JsonNode entity, String identifyingField, List<String> otherwise) {
        List<String> wanted = call.query().getOrDefault("fields", otherwise).stream()
                .flatMap(fields -> Arrays.stream(fields.split(",")))
                .toList();
        if (wanted.isEmpty()) {
            return entity;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        entity.properties().forEach(member -> {
            if (member.getKey().equals(identifyingField) || wanted.contains(member.getKey())) {
                kept.set(member.getKey(), member.getValue());
            }
        });
        return kept;
    }

    private boolean isTrue(String parameter) {
        return call.queryValue(parameter).filter("true"::equals).isPresent();
    }

    private int number(String parameter, int otherwise) {
        return call.queryValue(parameter).map(Integer::valueOf).orElse(otherwise);
    }
}
