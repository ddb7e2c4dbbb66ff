package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Conditions for filtering and sorting. A filter is {@code <field>} or {@code <field>:<operator>}, with a value. */
final class ListingFilters {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]+)?");
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
    private static final int SHORTEST_TIME = "2026-11-22T00:40:00Z".length();

    private ListingFilters() {}

    /** Returns the field of a filter. One field has different names in requests and answers. */
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

    /** Compares two texts as numbers or times if both are numbers or both are times, otherwise as texts. */
    static int compare(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        // The format is checked before parsing, because an exception for each of ten thousand entries takes too long.
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
        String regex = Arrays.stream(value.split("%", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }

    private static Predicate<JsonNode> any(Predicate<String> condition) {
        return found -> found.isArray()
                ? found.valueStream().anyMatch(element -> condition.test(element.asText()))
                : !found.isMissingNode() && condition.test(found.asText());
    }
}
