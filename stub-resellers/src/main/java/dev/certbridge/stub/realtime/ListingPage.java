package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One page of a listing. All listings have the same parameters for filters, sorting and fields. */
final class ListingPage {

    private static final int DEFAULT_LIMIT = 10;
    private static final Set<String> NOT_FILTERS = Set.of("limit", "offset", "order", "total", "q", "fields", "export");

    interface Entry {
        /** Returns the JSON of the entry. Callers must not change the JSON. */
        JsonNode json();

        /**
         * Returns one member, or a missing node. An override can avoid creating the whole JSON, which is slow for long
         * listings.
         */
        default JsonNode field(String name) {
            return json().path(name);
        }

        /** This method is called after a page showed the status of the entry. */
        default void listed() {}
    }

    enum Kind {
        PROCESSES(
                "id",
                "user status statusDetail resumeTypes createdDate updatedDate startedDate type identifier action"
                        + " command"),
        CERTIFICATES(
                "id",
                "process product validationType certificateType domainName organization department addressLine"
                        + " postalCode city state country coc providerId startDate expiryDate subscriptionEndDate san"
                        + " status publicKeyAlgorithm publicKeySize certificate fingerprint"),
        NOTIFICATIONS("id", "fireDate readDate acknowledgeDate message reason eventType notificationType"),
        PRODUCTS(
                "product",
                "brand name validationType certificateType features periods warranty issueTime renewalWindow"
                        + " includedDomains maxDomains");

        private final String identifyingField;
        private final Set<String> filterable;

        Kind(String identifyingField, String filterable) {
            this.identifyingField = identifyingField;
            this.filterable = Set.of((identifyingField + " " + filterable).split(" "));
        }
    }

    private final Kind kind;
    private final StubCall call;
    private final RealtimeStubSettings settings;

    private ListingPage(Kind kind, StubCall call, RealtimeStubSettings settings) {
        this.kind = kind;
        this.call = call;
        this.settings = settings;
    }

    static Reply of(Kind kind, StubCall call, RealtimeStubSettings settings, List<? extends Entry> entries) {
        return new ListingPage(kind, call, settings).reply(entries);
    }

    private Reply reply(List<? extends Entry> entries) {
        boolean export = call.queryValue("export").filter("true"::equals).isPresent();
        if (export
                && (call.queryValue("limit").isPresent()
                        || call.queryValue("offset").isPresent())) {
            throw RealtimeRefusal.constraint(
                    "export", "cannot be combined with limit or offset", TextNode.valueOf("true"));
        }
        List<? extends Entry> matching = matching(entries);
        int limit = export ? matching.size() : Math.min(settings.longestPage, number("limit", DEFAULT_LIMIT));
        int offset = settings.offsetIgnored ? 0 : number("offset", 0);
        List<String> defaultFields = export ? List.of("") : List.of();
        ObjectNode page = Reply.object();
        if (limit > 0 || export) {
            ArrayNode shown = page.putArray("entities");
            matching.stream().skip(offset).limit(limit).forEach(entry -> {
                JsonNode json = withFields(call, entry.json(), kind.identifyingField, defaultFields);
                shown.add(json);
                if (json.has("status")) {
                    entry.listed();
                }
            });
        }
        ObjectNode pagination = page.putObject("pagination").put("limit", limit).put("offset", offset);
        if (call.queryValue("total").filter("false"::equals).isEmpty()) {
            pagination.put("total", matching.size());
        }
        return Reply.json(200, page);
    }

    private List<? extends Entry> matching(List<? extends Entry> entries) {
        Predicate<Entry> filter = filter();
        List<String> order = settings.orderIgnored ? List.of() : call.query().getOrDefault("order", List.of());
        // Skipped without sort fields, because sorting ten thousand entries takes time even if nothing is compared.
        return order.isEmpty()
                ? entries.stream().filter(filter).toList()
                : entries.stream().filter(filter).sorted(by(order)).toList();
    }

    private Predicate<Entry> filter() {
        Predicate<Entry> all = entry -> true;
        for (Map.Entry<String, List<String>> parameter : call.query().entrySet()) {
            for (String value : NOT_FILTERS.contains(parameter.getKey()) ? List.<String>of() : parameter.getValue()) {
                String field = ListingFilters.field(parameter.getKey());
                // The treatment of an unknown filter is not documented. The stub ignores it.
                if (kind.filterable.contains(field) && !settings.ignoresFilter(field)) {
                    Predicate<JsonNode> condition = ListingFilters.condition(parameter.getKey(), value);
                    all = all.and(entry -> condition.test(entry.field(field)));
                }
            }
        }
        String text = call.queryValue("q").orElse("");
        return text.isEmpty()
                ? all
                : all.and(entry -> entry.json()
                        .valueStream()
                        .anyMatch(member -> member.asText().contains(text)));
    }

    private static Comparator<Entry> by(List<String> fields) {
        Comparator<Entry> order = (a, b) -> 0;
        for (String field : fields) {
            boolean descending = field.startsWith("-");
            String name = descending ? field.substring(1) : field;
            Comparator<Entry> byField = (a, b) ->
                    ListingFilters.compare(a.field(name).asText(), b.field(name).asText());
            order = order.thenComparing(descending ? byField.reversed() : byField);
        }
        return order;
    }

    private int number(String parameter, int otherwise) {
        return call.queryValue(parameter).map(Integer::valueOf).orElse(otherwise);
    }

    /**
     * Returns the identifying field and the requested fields of an entity. The requested fields are in the query
     * parameter {@code fields}, separated by commas.
     */
    static JsonNode withFields(StubCall call, JsonNode entity, String identifyingField, List<String> defaultFields) {
        Set<String> fields = call.query().getOrDefault("fields", defaultFields).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .collect(Collectors.toSet());
        if (fields.isEmpty()) {
            return entity;
        }
        fields.add(identifyingField);
        ObjectNode kept = Reply.object();
        entity.properties().stream()
                .filter(member -> fields.contains(member.getKey()))
                .forEach(member -> kept.set(member.getKey(), member.getValue()));
        return kept;
    }

    /**
     * The conditions by which a listing is filtered and sorted. A filter is a query parameter with the name {@code
     * <field>} or {@code <field>:<operator>}.
     */
    static final class ListingFilters {

        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");
        private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
        private static final int SHORTEST_TIME = "2026-11-22T00:40:00Z".length();

        /**
         * Returns the field that a filter tests. Requests use the name {@code detailStatus} for the field {@code
         * statusDetail}.
         */
        static String field(String name) {
            String field = name.split(":", 2)[0];
            return field.equals("detailStatus") ? "statusDetail" : field;
        }

        static Predicate<JsonNode> condition(String name, String value) {
            return switch (name.contains(":") ? name.substring(name.indexOf(':') + 1) : "eq") {
                case "eq" -> any(text -> compare(text, value) == 0);
                case "ne" -> any(text -> compare(text, value) == 0).negate();
                case "gt" -> any(text -> compare(text, value) > 0);
                case "gte" -> any(text -> compare(text, value) >= 0);
                case "lt" -> any(text -> compare(text, value) < 0);
                case "lte" -> any(text -> compare(text, value) <= 0);
                case "like" -> any(like(value));
                case "not_like" -> any(like(value)).negate();
                case "in" -> any(Set.copyOf(Arrays.asList(value.split(",")))::contains);
                case "not_in" ->
                    any(Set.copyOf(Arrays.asList(value.split(",")))::contains).negate();
                case "null" -> JsonNode::isMissingNode;
                case "not_null" -> found -> !found.isMissingNode();
                // The treatment of an unknown operator is not documented. The stub ignores such a filter.
                default -> found -> true;
            };
        }

        /** Compares two texts as numbers if both are numbers, as times if both are times, and otherwise as texts. */
        static int compare(String left, String right) {
            if (left.equals(right)) {
                return 0;
            }
            // The format is checked before parsing, because an exception for each of ten thousand entries takes too
            // long.
            if (ID.matcher(left).matches() && ID.matcher(right).matches()) {
                return Long.compare(Long.parseLong(left), Long.parseLong(right));
            }
            if (NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches()) {
                return new BigDecimal(left).compareTo(new BigDecimal(right));
            }
            if (isTime(left) && isTime(right)) {
                try {
                    return OffsetDateTime.parse(left)
                            .toInstant()
                            .compareTo(OffsetDateTime.parse(right).toInstant());
                } catch (DateTimeException e) {
                    return left.compareTo(right);
                }
            }
            return left.compareTo(right);
        }

        private static boolean isTime(String text) {
            return text.length() >= SHORTEST_TIME && text.charAt(10) == 'T';
        }

        private static Predicate<String> like(String value) {
            String regex =
                    Arrays.stream(value.split("%", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
        }

        private static Predicate<JsonNode> any(Predicate<String> condition) {
            return found -> found.isArray()
                    ? found.valueStream().anyMatch(element -> condition.test(element.asText()))
                    : !found.isMissingNode() && condition.test(found.asText());
        }
    }
}
