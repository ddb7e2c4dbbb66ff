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
    void compare(JsonNode oldSchema, JsonNode newSchema, String inlineName, DiffContext spot) {
        ResolvedSchema oldShape = ResolvedSchema.of(before, oldSchema, inlineName);
        ResolvedSchema newShape = ResolvedSchema.of(after, newSchema, inlineName);
        Versions versions = new Versions(oldShape.identity(), newShape.identity());
        // A recursive schema comes round to what is being compared already.
        if (open.stream().noneMatch(versions::same)) {
            open.push(versions);
            compare(oldShape, newShape, spot);
            open.pop();
        }
    }

    private void compare(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        if (!oldShape.type().equals(newShape.type())) {
            spot.report(
                    ChangeType.TYPE_CHANGED, "type changed from %s to %s".formatted(oldShape.type(), newShape.type()));
            return;
        }
        if (!oldShape.properties().isEmpty() && !oldShape.model().equals(newShape.model())) {
            spot.affecting(oldShape.model())
                    .affecting(newShape.model())
                    .report(
                            ChangeType.MODEL_RENAMED,
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
            spot.report(ChangeType.UNKNOWN_MEMBERS_REFUSED, "members that the contract does not name are now refused");
        }
    }

    private static boolean refuses(ResolvedSchema shape) {
        JsonNode more = shape.keyword("additionalProperties");
        return more.isBoolean() && !more.booleanValue();
    }

    private static void nullability(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        if (!oldShape.nullable() && newShape.nullable()) {
            spot.report(ChangeType.REQUEST_NULL_ALLOWED, ChangeType.RESPONSE_NEWLY_NULLABLE, "may now be null");
        }
        if (oldShape.nullable() && !newShape.nullable()) {
            spot.report(
                    ChangeType.REQUEST_NULL_REFUSED, ChangeType.RESPONSE_NO_LONGER_NULLABLE, "may no longer be null");
        }
    }

    private void members(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
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
            DiffContext at = spot.member(name, oldShape.model());
            JsonNode successor = newMembers.get(name);
            if (successor == null) {
                at.report(ChangeType.REQUEST_MEMBER_REMOVED, ChangeType.RESPONSE_MEMBER_REMOVED, "was removed");
                return;
            }
            if (newRequired.contains(name) && !oldRequired.contains(name)) {
                at.report(
                        ChangeType.REQUEST_MEMBER_NEWLY_REQUIRED,
                        ChangeType.RESPONSE_MEMBER_NEWLY_REQUIRED,
                        spot.request() ? "is now required" : "is now always there");
            }
            if (oldRequired.contains(name) && !newRequired.contains(name)) {
                at.report(
                        ChangeType.REQUEST_MEMBER_NO_LONGER_REQUIRED,
                        ChangeType.RESPONSE_MEMBER_NO_LONGER_REQUIRED,
                        spot.request() ? "is no longer required" : "may now be missing");
            }
            compare(member, successor, oldShape.model() + "_" + name, at);
        });
    }

    private static void added(String name, boolean required, DiffContext at) {
        if (required) {
            at.report(
                    ChangeType.REQUIRED_REQUEST_MEMBER_ADDED,
                    ChangeType.RESPONSE_MEMBER_ADDED,
                    at.request() ? "was added and is required" : "was added");
        } else {
            at.report(ChangeType.OPTIONAL_REQUEST_MEMBER_ADDED, ChangeType.RESPONSE_MEMBER_ADDED, "was added");
        }
    }

    private void variants(ResolvedSchema oldShape, ResolvedSchema newShape, DiffContext spot) {
        Map<String, JsonNode> oldVariants = oldShape.variants();
        Map<String, JsonNode> newVariants = newShape.variants();
        oldVariants.forEach((name, variant) -> {
            DiffContext at = spot.inside("(" + name + ")");
            if (newVariants.containsKey(name)) {
                compare(variant, newVariants.get(name), name, at);
            } else {
                at.affecting(name)
                        .report(
                                ChangeType.REQUEST_VARIANT_REMOVED,
                                ChangeType.RESPONSE_VARIANT_REMOVED,
                                "the variant " + name + " was removed");
            }
        });
        newVariants.keySet().stream()
                .filter(name -> !oldVariants.containsKey(name))
                .forEach(name -> spot.inside("(" + name + ")")
                        .affecting(name)
                        .report(
                                ChangeType.REQUEST_VARIANT_ADDED,
                                ChangeType.RESPONSE_VARIANT_ADDED,
                                "the variant " + name + " was added"));
        if (!oldShape.keyword("discriminator").equals(newShape.keyword("discriminator"))) {
            spot.report(ChangeType.DISCRIMINATOR_CHANGED, "another member or value now tells the variants apart");
        }
    }

    private void nested(
            ResolvedSchema oldShape,
            ResolvedSchema newShape,
            String keyword,
            String inline,
            String suffix,
            DiffContext spot) {
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
