package dev.certbridge.conformance.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A filter of a listing: {@code <field>} or {@code <field>:<operator>}, and a value. */
record Filter(String field, String operator, String value) implements Predicate<JsonNode> {

    /** What a filter is called, where the answer calls it something else. */
    private static final Map<String, String> ANSWERED_AS = Map.of("detailStatus", "statusDetail");

    static Filter of(String name, String value) {
        String[] parts = name.split(":", 2);
        return new Filter(ANSWERED_AS.getOrDefault(parts[0], parts[0]), parts.length == 2 ? parts[1] : "eq", value);
    }

    @Override
    public boolean test(JsonNode entity) {
        JsonNode found = entity.path(field);
        return switch (operator) {
            case "eq" -> any(found, text -> compare(text, value) == 0);
            case "ne" -> !any(found, text -> compare(text, value) == 0);
            case "gt" -> any(found, text -> compare(text, value) > 0);
            case "gte" -> any(found, text -> compare(text, value) >= 0);
            case "lt" -> any(found, text -> compare(text, value) < 0);
            case "lte" -> any(found, text -> compare(text, value) <= 0);
            case "like" -> any(found, like());
            case "not_like" -> !any(found, like());
            case "in" -> any(found, Arrays.asList(value.split(","))::contains);
            case "not_in" -> !any(found, Arrays.asList(value.split(","))::contains);
            case "null" -> found.isMissingNode();
            case "not_null" -> !found.isMissingNode();
            // What the server does with an operator or a field that it does not know is not documented: it may ignore
            // it.
            default -> true;
        };
    }

    /** By number or by time when both are, otherwise by text. */
    static int compare(String left, String right) {
        try {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        } catch (NumberFormatException notNumbers) {
            try {
                return OffsetDateTime.parse(left)
                        .toInstant()
                        .compareTo(OffsetDateTime.parse(right).toInstant());
            } catch (DateTimeException notTimes) {
                return left.compareTo(right);
            }
        }
    }

    private Predicate<String> like() {
        String regex = Arrays.stream(value.split("%", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate();
    }

    private static boolean any(JsonNode found, Predicate<String> condition) {
        List<String> texts = new ArrayList<>();
        if (found.isArray()) {
            found.forEach(element -> texts.add(element.asText()));
        } else if (!found.isMissingNode()) {
            texts.add(found.asText());
        }
        return texts.stream().anyMatch(condition);
    }
}
