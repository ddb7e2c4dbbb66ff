package dev.certbridge.contract;

import static dev.certbridge.contract.ChangeType.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares two versions of a schema and reports the changes of each member. */
final class SchemaDiff {

    private static final List<String> UPPER_BOUNDS = List.of("maxLength", "maximum", "maxItems", "maxProperties");
    private static final List<String> LOWER_BOUNDS = List.of("minLength", "minimum", "minItems", "minProperties");

    /**
     * Keywords that restrict a schema by a flag or a number. If a keyword restricts a schema by a number, every change
     * of the number is reported as a tighter restriction.
     */
    private static final List<String> RESTRICTIONS =
            List.of("exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "multipleOf");

    private final ContractDocument before;
    private final ContractDocument after;
    private final Deque<Versions> open = new ArrayDeque<>();

    SchemaDiff(ContractDocument before, ContractDocument after) {
        this.before = before;
        this.after = after;
    }

    /** Two versions of a schema, with their location. */
    private record Versions(ResolvedSchema before, ResolvedSchema after, DiffContext at) {

        /** Returns true if the other object has the same two schemas. */
        boolean sameSchemas(Versions other) {
            return before.identity() == other.before.identity() && after.identity() == other.after.identity();
        }
    }

    /** Compares two versions of a schema. Each of the two versions can be a missing node. */
    void compare(JsonNode oldSchema, JsonNode newSchema, String inlineName, DiffContext at) {
        Versions versions = new Versions(
                ResolvedSchema.of(before, oldSchema, inlineName), ResolvedSchema.of(after, newSchema, inlineName), at);
        // A recursive schema refers to a schema whose comparison has already begun.
        if (open.stream().noneMatch(versions::sameSchemas)) {
            open.push(versions);
            compare(versions);
            open.pop();
        }
    }

    private void compare(Versions of) {
        if (!of.before.type().equals(of.after.type())) {
            of.at.report(TYPE_CHANGED, of.before.type(), of.after.type());
            return;
        }
        String oldModel = of.before.model();
        String newModel = of.after.model();
        if (!of.before.properties().isEmpty() && !oldModel.equals(newModel)) {
            of.at.affecting(oldModel).affecting(newModel).report(MODEL_RENAMED, oldModel, newModel);
        }
        if (of.before.isNullable() && !of.after.isNullable()) {
            of.at.report(REQUEST_NULL_REFUSED, RESPONSE_NO_LONGER_NULLABLE);
        } else if (of.after.isNullable() && !of.before.isNullable()) {
            of.at.report(REQUEST_NULL_ALLOWED, RESPONSE_NEWLY_NULLABLE);
        }
        limits(of);
        values(of);
        members(of);
        variants(of);
        nested(of, "items", "Inner", "[]");
        nested(of, "additionalProperties", "Value", "{}");
        if (of.at.request() && refusesUnknown(of.after) && !refusesUnknown(of.before)) {
            of.at.report(UNKNOWN_MEMBERS_REFUSED);
        }
    }

    private static boolean refusesUnknown(ResolvedSchema schema) {
        JsonNode additional = schema.keyword("additionalProperties");
        return additional.isBoolean() && !additional.booleanValue();
    }

    private static void limits(Versions of) {
        UPPER_BOUNDS.forEach(name -> limit(name, boundMove(1, of.before.keyword(name), of.after.keyword(name)), of));
        LOWER_BOUNDS.forEach(name -> limit(name, boundMove(-1, of.before.keyword(name), of.after.keyword(name)), of));
        RESTRICTIONS.forEach(name -> limit(name, restrictionMove(name, of), of));
        if (of.at.request()) {
            knownLimits(of);
        }
        JsonNode oldPattern = of.before.keyword("pattern");
        JsonNode newPattern = of.after.keyword("pattern");
        if (!oldPattern.equals(newPattern)) {
            // The code cannot decide which of two regular expressions allows more texts.
            of.at.report(PATTERN_CHANGED, "pattern", oldPattern.asText("none"), newPattern.asText("none"));
        }
    }

    /**
     * Compares the limits in {@code x-known-limits}. A known limit is documented, but no source states that the
     * reseller enforces the limit.
     */
    private static void knownLimits(Versions of) {
        JsonNode oldLimits = of.before.keyword("x-known-limits");
        JsonNode newLimits = of.after.keyword("x-known-limits");
        UPPER_BOUNDS.forEach(name -> knownBound(name, 1, oldLimits, newLimits, of));
        LOWER_BOUNDS.forEach(name -> knownBound(name, -1, oldLimits, newLimits, of));
        JsonNode oldPattern = oldLimits.path("pattern");
        JsonNode newPattern = newLimits.path("pattern");
        if (!oldPattern.equals(newPattern)) {
            limit("known pattern", newPattern.isMissingNode() ? 1 : -1, oldPattern, newPattern, of);
        }
    }

    private static void knownBound(String name, int sign, JsonNode oldLimits, JsonNode newLimits, Versions of) {
        // A bound that becomes a known limit, or that was one, is compared with the bound of the other version.
        boolean became = !newLimits.has(name) && of.after.keyword(name).isNumber();
        JsonNode oldBound = oldLimits.has(name) ? oldLimits.path(name) : of.before.keyword(name);
        if (!became && (oldLimits.has(name) || newLimits.has(name))) {
            limit("known " + name, boundMove(sign, oldBound, newLimits.path(name)), oldBound, newLimits.path(name), of);
        }
    }

    private static void limit(String name, int move, Versions of) {
        limit(name, move, of.before.keyword(name), of.after.keyword(name), of);
    }

    /**
     * Reports a tighter limit if {@code move} is negative, and a looser limit if {@code move} is positive. If {@code
     * move} is 0, the limit did not change.
     */
    private static void limit(String name, int move, JsonNode oldLimit, JsonNode newLimit, Versions of) {
        String from = oldLimit.asText("none");
        String to = newLimit.asText("none");
        if (move < 0) {
            of.at.report(REQUEST_LIMIT_TIGHTENED, RESPONSE_LIMIT_TIGHTENED, name, from, to);
        } else if (move > 0) {
            of.at.report(REQUEST_LIMIT_LOOSENED, RESPONSE_LIMIT_LOOSENED, name, from, to);
        }
    }

    /**
     * Returns a negative number if the new bound is tighter, a positive number if the new bound is looser, and 0 if
     * both bounds are equal.
     *
     * @param sign 1 if the bound is an upper bound, -1 if the bound is a lower bound
     */
    private static int boundMove(int sign, JsonNode oldBound, JsonNode newBound) {
        return newBound.isMissingNode() || oldBound.isMissingNode()
                ? Boolean.compare(newBound.isMissingNode(), oldBound.isMissingNode())
                : sign * newBound.decimalValue().compareTo(oldBound.decimalValue());
    }

    private static int restrictionMove(String name, Versions of) {
        JsonNode oldLimit = of.before.keyword(name);
        JsonNode newLimit = of.after.keyword(name);
        boolean was = oldLimit.isNumber() || oldLimit.asBoolean();
        boolean is = newLimit.isNumber() || newLimit.asBoolean();
        return is && !(was && oldLimit.equals(newLimit)) ? -1 : was && !is ? 1 : 0;
    }

    private static void values(Versions of) {
        enumeration(of.before.values("enum"), of.after.values("enum"), of.at.affectingEnumeration());
        // A list that is closed or opened is one change.
        if (of.before.values("enum").isEmpty() == of.after.values("enum").isEmpty()) {
            knownValues(of.before.values("x-known-values"), of.after.values("x-known-values"), of.at);
        }
        JsonNode oldDefault = of.before.keyword("default");
        JsonNode newDefault = of.after.keyword("default");
        if (of.at.request() && !oldDefault.equals(newDefault)) {
            of.at.report(REQUEST_DEFAULT_CHANGED, defaultText(newDefault), defaultText(oldDefault));
        }
        if (of.after.isDeprecated() && !of.before.isDeprecated()) {
            of.at.report(MEMBER_DEPRECATED);
        }
    }

    private static void enumeration(Set<String> oldValues, Set<String> newValues, DiffContext at) {
        if (newValues.isEmpty() && !oldValues.isEmpty()) {
            at.report(ENUM_OPENED);
        } else if (oldValues.isEmpty() && !newValues.isEmpty()) {
            at.report(ENUM_CLOSED, listed(newValues));
        } else {
            without(oldValues, newValues).forEach(it -> at.report(REQUEST_VALUE_REMOVED, RESPONSE_VALUE_REMOVED, it));
            without(newValues, oldValues).forEach(it -> at.report(REQUEST_VALUE_ADDED, RESPONSE_VALUE_ADDED, it));
        }
    }

    /** Reports a change of the known values. If a version has no list of known values, every value counts as known. */
    private static void knownValues(Set<String> oldValues, Set<String> newValues, DiffContext at) {
        Set<String> added = without(newValues, oldValues);
        Set<String> removed = without(oldValues, newValues);
        if (at.request() && oldValues.isEmpty() && !newValues.isEmpty()) {
            at.report(REQUEST_KNOWN_VALUE_REMOVED, "none", "all except " + listed(newValues));
        } else if (at.request() && newValues.isEmpty() && !oldValues.isEmpty()) {
            at.report(KNOWN_VALUES_CHANGED, "all others", "none");
        } else if (!removed.isEmpty()) {
            at.report(REQUEST_KNOWN_VALUE_REMOVED, KNOWN_VALUES_CHANGED, listed(added), listed(removed));
        } else if (!added.isEmpty()) {
            at.report(KNOWN_VALUES_CHANGED, listed(added), "none");
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

    private static String defaultText(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    private void members(Versions of) {
        Map<String, JsonNode> oldMembers = of.before.properties();
        Map<String, JsonNode> newMembers = of.after.properties();
        Set<String> oldRequired = of.before.required();
        Set<String> newRequired = of.after.required();
        // A member can be required without being listed in the properties.
        Set<String> newNames = new LinkedHashSet<>(newMembers.keySet());
        newNames.addAll(without(newRequired, oldRequired));
        without(newNames, oldMembers.keySet()).forEach(name -> {
            boolean required = newRequired.contains(name);
            of.at.member(name, of.after.model())
                    .report(
                            required ? REQUIRED_REQUEST_MEMBER_ADDED : OPTIONAL_REQUEST_MEMBER_ADDED,
                            RESPONSE_MEMBER_ADDED);
        });
        oldMembers.forEach((name, member) -> {
            DiffContext at = of.at.member(name, of.before.model());
            JsonNode successor = newMembers.get(name);
            if (successor == null) {
                at.report(REQUEST_MEMBER_REMOVED, RESPONSE_MEMBER_REMOVED);
                return;
            }
            if (newRequired.contains(name) && !oldRequired.contains(name)) {
                at.report(REQUEST_MEMBER_NEWLY_REQUIRED, RESPONSE_MEMBER_NEWLY_REQUIRED);
            } else if (oldRequired.contains(name) && !newRequired.contains(name)) {
                at.report(REQUEST_MEMBER_NO_LONGER_REQUIRED, RESPONSE_MEMBER_NO_LONGER_REQUIRED);
            }
            compare(member, successor, of.before.model() + "_" + name, at);
        });
    }

    private void variants(Versions of) {
        Map<String, JsonNode> oldVariants = of.before.variants();
        Map<String, JsonNode> newVariants = of.after.variants();
        oldVariants.forEach((name, variant) -> {
            DiffContext at = of.at.inside("(" + name + ")");
            if (newVariants.containsKey(name)) {
                compare(variant, newVariants.get(name), name, at);
            } else {
                at.affecting(name).report(REQUEST_VARIANT_REMOVED, RESPONSE_VARIANT_REMOVED, name);
            }
        });
        without(newVariants.keySet(), oldVariants.keySet()).forEach(name -> {
            DiffContext at = of.at.inside("(" + name + ")").affecting(name);
            at.report(REQUEST_VARIANT_ADDED, RESPONSE_VARIANT_ADDED, name);
        });
        if (!of.before.keyword("discriminator").equals(of.after.keyword("discriminator"))) {
            of.at.report(DISCRIMINATOR_CHANGED);
        }
    }

    private void nested(Versions of, String keyword, String inline, String suffix) {
        JsonNode oldNested = object(of.before.keyword(keyword));
        JsonNode newNested = object(of.after.keyword(keyword));
        if (!oldNested.isMissingNode() || !newNested.isMissingNode()) {
            compare(oldNested, newNested, of.before.model() + "_" + inline, of.at.inside(suffix));
        }
    }

    // A schema can also be true or false, which has nothing to compare.
    private static JsonNode object(JsonNode schema) {
        return schema.isObject() ? schema : MissingNode.getInstance();
    }
}
