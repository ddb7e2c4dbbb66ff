package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Compares closed and known values, defaults and deprecation. */
final class ValueDiff {

    private ValueDiff() {}

    static void compare(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        enumeration(oldShape, newShape, spot);
        knownValues(oldShape, newShape, spot);
        JsonNode oldDefault = oldShape.keyword("default");
        JsonNode newDefault = newShape.keyword("default");
        if (spot.request() && !oldDefault.equals(newDefault)) {
            spot.report(
                    ChangeType.REQUEST_DEFAULT_CHANGED,
                    "leaving it out now means %s instead of %s".formatted(text(newDefault), text(oldDefault)));
        }
        if (newShape.keyword("deprecated").asBoolean()
                && !oldShape.keyword("deprecated").asBoolean()) {
            spot.report(ChangeType.MEMBER_DEPRECATED, "is now deprecated");
        }
    }

    private static void enumeration(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext member) {
        DiffContext spot = member.affectingEnumeration();
        Set<String> oldValues = oldShape.values("enum");
        Set<String> newValues = newShape.values("enum");
        if (oldValues.isEmpty() != newValues.isEmpty()) {
            spot.report(
                    newValues.isEmpty() ? ChangeType.ENUM_OPENED : ChangeType.ENUM_CLOSED,
                    newValues.isEmpty()
                            ? "no longer lists its values"
                            : "allows only " + String.join(", ", newValues) + " now");
            return;
        }
        without(oldValues, newValues)
                .forEach(value -> spot.report(
                        ChangeType.REQUEST_VALUE_REMOVED,
                        ChangeType.RESPONSE_VALUE_REMOVED,
                        "the value " + value + " was removed"));
        without(newValues, oldValues)
                .forEach(value -> spot.report(
                        ChangeType.REQUEST_VALUE_ADDED,
                        ChangeType.RESPONSE_VALUE_ADDED,
                        "the value " + value + " was added"));
    }

    private static void knownValues(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        Set<String> oldValues = oldShape.values("x-known-values");
        Set<String> newValues = newShape.values("x-known-values");
        Set<String> gone = without(oldValues, newValues);
        Set<String> come = without(newValues, oldValues);
        if (!gone.isEmpty() || !come.isEmpty()) {
            spot.report(
                    ChangeType.KNOWN_VALUES_CHANGED,
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
