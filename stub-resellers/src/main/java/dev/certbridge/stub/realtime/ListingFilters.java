package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A filter of a listing: {@code <field>} or {@code <field>:<operator>}, and a value. */
final class ListingFilters {

    /** What a filter is called, where the answer calls it something else. */
    private static final Map<String, String> ANSWERED_AS = Map.of("detailStatus", "statusDetail");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");
    private static final int LONGEST_ID = 18;
    private static final int SHORTEST_TIME = "2026-11-22T00:40:00Z".length();

    private final String field;
    private final Predicate<JsonNode> condition;

    private ListingFilters(String field, Predicate<JsonNode> condition) {
        this.field = field;
        this.condition = condition;
    }

    static ListingFilters of(String name, String value) {
        String[] parts = name.split(":", 2);
        String field = ANSWERED_AS.getOrDefault(parts[0], parts[0]);
        return new ListingFilters(field, condition(parts.length == 2 ? parts[1] : "eq", value));
    }

    String field() {
        return field;
    }

    boolean test(JsonNode found) {
        return condition.test(found);
    }

    private static Predicate<JsonNode> condition(String operator, String value) {
        return switch (operator) {
            case "eq" -> any(text -> compare(text, value) == 0);
            case "ne" -> any(text -> compare(text, value) == 0).negate();
            case "gt" -> any(text -> compare(text, value) > 0);
            case "gte" -> any(text -> compare(text, value) >= 0);
            case "lt" -> any(text -> compare(text, value) < 0);
            case "lte" -> any(text -> compare(text, value) <= 0);
            case "like" -> any(like(value));
            case "not_like" -> any(like(value)).negate();
            case "in" -> any(list(value)::contains);
            case "not_in" -> any(list(value)::contains).negate();
            case "null" -> JsonNode::isMissingNode;
            case "not_null" -> found -> !found.isMissingNode();
            // What the server does with an operator that it does not know is not documented: it may ignore it.
            default -> found -> true;
        };
    }

    /** By number or by time when both are, otherwise by text. */
    static int compare(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        if (isId(left) && isId(right)) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        // Looked at first: an exception for each of ten thousand entries takes too long.
        if (NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches()) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }
        if (isTime(left) && isTime(right)) {
            try {
                return OffsetDateTime.parse(left)
                        .toInstant()
                        .compareTo(OffsetDateTime.parse(right).toInstant());
            } catch (DateTimeException notTimes) {
                return left.compareTo(right);
            }
        }
        return left.compareTo(right);
    }

    private static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_ID;
    }

    private static boolean isTime(String text) {
        return text.length() >= SHORTEST_TIME && text.charAt(10) == 'T';
    }

    private static Set<String> list(String value) {
        return new HashSet<>(Arrays.asList(value.split(",")));
    }

    private static Predicate<String> like(String value) {
        String regex = Arrays.stream(value.split("%", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }

    private static Predicate<JsonNode> any(Predicate<String> wanted) {
        return found -> {
            if (!found.isArray()) {
                return !found.isMissingNode() && wanted.test(found.asText());
            }
            for (JsonNode element : found) {
                if (wanted.test(element.asText())) {
                    return true;
                }
            }
            return false;
        };
    }
}
