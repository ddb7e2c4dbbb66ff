package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/** Walks two versions of a schema and reports what changed at each member. */
final class SchemaDiff {

    private final ContractDocument before;
    private final ContractDocument after;
    private final Deque<Versions> open = new ArrayDeque<>();

    SchemaDiff(ContractDocument before, ContractDocument after) {
        this.before = before;
        this.after = after;
    }

    /** Compares two schemas, either of which may be missing. */
    void compare(JsonNode oldSchema, JsonNode newSchema, String inlineName, Spot spot) {
        Shape oldShape = Shape.of(before, oldSchema, inlineName);
        Shape newShape = Shape.of(after, newSchema, inlineName);
        Versions versions = new Versions(oldShape.identity(), newShape.identity());
        // A recursive schema comes round to what is being compared already.
        if (open.stream().noneMatch(versions::same)) {
            open.push(versions);
            compare(oldShape, newShape, spot);
            open.pop();
        }
    }

    private void compare(Shape oldShape, Shape newShape, Spot spot) {
        if (!oldShape.type().equals(newShape.type())) {
            spot.report(Rule.TYPE_CHANGED, "type changed from %s to %s".formatted(oldShape.type(), newShape.type()));
            return;
        }
        if (!oldShape.properties().isEmpty() && !oldShape.model().equals(newShape.model())) {
            spot.affecting(oldShape.model())
                    .affecting(newShape.model())
                    .report(
                            Rule.MODEL_RENAMED,
                            "the generated class %s is now %s".formatted(oldShape.model(), newShape.model()));
        }
        nullability(oldShape, newShape, spot);
        LimitDiff.compare(oldShape, newShape, spot);
        ValueDiff.compare(oldShape, newShape, spot);
        members(oldShape, newShape, spot);
        variants(oldShape, newShape, spot);
        nested(oldShape, newShape, "items", "Inner", "[]", spot);
        nested(oldShape, newShape, "additionalProperties", "Value", "{}", spot);
        if (spot.request() && refuses(newShape) && !refuses(oldShape)) {
            spot.report(Rule.UNKNOWN_MEMBERS_REFUSED, "members that the contract does not name are now refused");
        }
    }

    private static boolean refuses(Shape shape) {
        JsonNode more = shape.keyword("additionalProperties");
        return more.isBoolean() && !more.booleanValue();
    }

    private static void nullability(Shape oldShape, Shape newShape, Spot spot) {
        if (!oldShape.nullable() && newShape.nullable()) {
            spot.report(Rule.REQUEST_NULL_ALLOWED, Rule.RESPONSE_NEWLY_NULLABLE, "may now be null");
        }
        if (oldShape.nullable() && !newShape.nullable()) {
            spot.report(Rule.REQUEST_NULL_REFUSED, Rule.RESPONSE_NO_LONGER_NULLABLE, "may no longer be null");
        }
    }

    private void members(Shape oldShape, Shape newShape, Spot spot) {
        Map<String, JsonNode> oldMembers = oldShape.properties();
        Map<String, JsonNode> newMembers = newShape.properties();
        Set<String> oldRequired = oldShape.required();
        Set<String> newRequired = newShape.required();
        newMembers.keySet().stream()
                .filter(name -> !oldMembers.containsKey(name))
                .forEach(name -> added(name, newRequired.contains(name), spot.member(name, newShape.model())));
        // What is required need not be described.
        newRequired.stream()
                .filter(name ->
                        !oldRequired.contains(name) && !newMembers.containsKey(name) && !oldMembers.containsKey(name))
                .forEach(name -> added(name, true, spot.member(name, newShape.model())));
        oldMembers.forEach((name, member) -> {
            Spot at = spot.member(name, oldShape.model());
            JsonNode successor = newMembers.get(name);
            if (successor == null) {
                at.report(Rule.REQUEST_MEMBER_REMOVED, Rule.RESPONSE_MEMBER_REMOVED, "was removed");
                return;
            }
            if (newRequired.contains(name) && !oldRequired.contains(name)) {
                at.report(
                        Rule.REQUEST_MEMBER_NEWLY_REQUIRED,
                        Rule.RESPONSE_MEMBER_NEWLY_REQUIRED,
                        spot.request() ? "is now required" : "is now always there");
            }
            if (oldRequired.contains(name) && !newRequired.contains(name)) {
                at.report(
                        Rule.REQUEST_MEMBER_NO_LONGER_REQUIRED,
                        Rule.RESPONSE_MEMBER_NO_LONGER_REQUIRED,
                        spot.request() ? "is no longer required" : "may now be missing");
            }
            compare(member, successor, oldShape.model() + "_" + name, at);
        });
    }

    private static void added(String name, boolean required, Spot at) {
        if (required) {
            at.report(
                    Rule.REQUIRED_REQUEST_MEMBER_ADDED,
                    Rule.RESPONSE_MEMBER_ADDED,
                    at.request() ? "was added and is required" : "was added");
        } else {
            at.report(Rule.OPTIONAL_REQUEST_MEMBER_ADDED, Rule.RESPONSE_MEMBER_ADDED, "was added");
        }
    }

    private void variants(Shape oldShape, Shape newShape, Spot spot) {
        Map<String, JsonNode> oldVariants = oldShape.variants();
        Map<String, JsonNode> newVariants = newShape.variants();
        oldVariants.forEach((name, variant) -> {
            Spot at = spot.inside("(" + name + ")");
            if (newVariants.containsKey(name)) {
                compare(variant, newVariants.get(name), name, at);
            } else {
                at.affecting(name)
                        .report(
                                Rule.REQUEST_VARIANT_REMOVED,
                                Rule.RESPONSE_VARIANT_REMOVED,
                                "the variant " + name + " was removed");
            }
        });
        newVariants.keySet().stream()
                .filter(name -> !oldVariants.containsKey(name))
                .forEach(name -> spot.inside("(" + name + ")")
                        .affecting(name)
                        .report(
                                Rule.REQUEST_VARIANT_ADDED,
                                Rule.RESPONSE_VARIANT_ADDED,
                                "the variant " + name + " was added"));
        if (!oldShape.keyword("discriminator").equals(newShape.keyword("discriminator"))) {
            spot.report(Rule.DISCRIMINATOR_CHANGED, "another member or value now tells the variants apart");
        }
    }

    private void nested(Shape oldShape, Shape newShape, String keyword, String inline, String suffix, Spot spot) {
        JsonNode oldNested = schema(oldShape.keyword(keyword));
        JsonNode newNested = schema(newShape.keyword(keyword));
        if (!oldNested.isMissingNode() || !newNested.isMissingNode()) {
            compare(oldNested, newNested, oldShape.model() + "_" + inline, spot.inside(suffix));
        }
    }

    // true and false say nothing about the shape of a member.
    private static JsonNode schema(JsonNode node) {
        return node.isObject() ? node : MissingNode.getInstance();
    }

    /** Told apart by identity: two schemas that read the same can lie in different places. */
    private record Versions(JsonNode before, JsonNode after) {

        boolean same(Versions other) {
            return before == other.before && after == other.after;
        }
    }
}
