package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Compares closed and known values, defaults and deprecation. */
final class ValueDiff {

    private ValueDiff() {}

    static void compare(Shape oldShape, Shape newShape, Spot spot) {
        enumeration(oldShape, newShape, spot);
        knownValues(oldShape, newShape, spot);
        JsonNode oldDefault = oldShape.keyword("default");
        JsonNode newDefault = newShape.keyword("default");
        if (spot.request() && !oldDefault.equals(newDefault)) {
            spot.report(
                    Rule.REQUEST_DEFAULT_CHANGED,
                    "leaving it out now means %s instead of %s".formatted(text(newDefault), text(oldDefault)));
        }
        if (newShape.keyword("deprecated").asBoolean()
                && !oldShape.keyword("deprecated").asBoolean()) {
            spot.report(Rule.MEMBER_DEPRECATED, "is now deprecated");
        }
    }

    private static void enumeration(Shape oldShape, Shape newShape, Spot member) {
        Spot spot = member.affectingEnumeration();
        Set<String> oldValues = oldShape.values("enum");
        Set<String> newValues = newShape.values("enum");
        if (oldValues.isEmpty() != newValues.isEmpty()) {
            spot.report(
                    newValues.isEmpty() ? Rule.ENUM_OPENED : Rule.ENUM_CLOSED,
                    newValues.isEmpty()
                            ? "no longer lists its values"
                            : "allows only " + String.join(", ", newValues) + " now");
            return;
        }
        without(oldValues, newValues)
                .forEach(value -> spot.report(
                        Rule.REQUEST_VALUE_REMOVED,
                        Rule.RESPONSE_VALUE_REMOVED,
                        "the value " + value + " was removed"));
        without(newValues, oldValues)
                .forEach(value -> spot.report(
                        Rule.REQUEST_VALUE_ADDED, Rule.RESPONSE_VALUE_ADDED, "the value " + value + " was added"));
    }

    private static void knownValues(Shape oldShape, Shape newShape, Spot spot) {
        Set<String> oldValues = oldShape.values("x-known-values");
        Set<String> newValues = newShape.values("x-known-values");
        Set<String> gone = without(oldValues, newValues);
        Set<String> come = without(newValues, oldValues);
        if (!gone.isEmpty() || !come.isEmpty()) {
            spot.report(
                    Rule.KNOWN_VALUES_CHANGED,
                    "known values changed: %s added, %s removed".formatted(listed(come), listed(gone)));
        }
    }

    private static String listed(Set<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }

    private static Set<String> without(Set<String> values, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(values);
        rest.removeAll(others);
        return rest;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }
}
