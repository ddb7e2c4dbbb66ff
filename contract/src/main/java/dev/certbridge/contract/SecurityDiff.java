package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Compares how an operation may be authorized: each entry of {@code security} is one way. */
final class SecurityDiff {

    private static final String OPEN = "no authorization";

    private SecurityDiff() {}

    static void compare(ContractOperation before, ContractOperation after, DiffContext spot) {
        Set<String> oldWays = ways(before);
        Set<String> newWays = ways(after);
        oldWays.stream()
                .filter(way -> !newWays.contains(way))
                .forEach(way -> spot.report(ChangeType.SECURITY_REMOVED, "no longer accepted: " + way));
        newWays.stream()
                .filter(way -> !oldWays.contains(way))
                .forEach(way -> spot.report(ChangeType.SECURITY_ADDED, "now accepted: " + way));
        schemes(before).stream()
                .filter(schemes(after)::contains)
                .filter(name -> !scheme(before, name).equals(scheme(after, name)))
                .forEach(name ->
                        spot.report(ChangeType.SECURITY_SCHEME_CHANGED, "the scheme " + name + " is used differently"));
    }

    private static Set<String> ways(ContractOperation operation) {
        Set<String> ways = new LinkedHashSet<>();
        operation.security().forEach(way -> {
            Set<String> parts = new TreeSet<>();
            way.properties().forEach(scheme -> {
                Set<String> scopes = new TreeSet<>();
                scheme.getValue().forEach(scope -> scopes.add(scope.asText()));
                parts.add(scopes.isEmpty() ? scheme.getKey() : scheme.getKey() + " " + scopes);
            });
            ways.add(parts.isEmpty() ? OPEN : String.join(" with ", parts));
        });
        return ways.isEmpty() ? Set.of(OPEN) : ways;
    }

    private static Set<String> schemes(ContractOperation operation) {
        Set<String> names = new TreeSet<>();
        operation.security().forEach(way -> way.fieldNames().forEachRemaining(names::add));
        return names;
    }

    /** A scheme without its description, which nobody sends. */
    private static JsonNode scheme(ContractOperation operation, String name) {
        ContractDocument document = operation.document();
        JsonNode scheme = document.resolve(
                document.root().path("components").path("securitySchemes").path(name));
        return scheme instanceof com.fasterxml.jackson.databind.node.ObjectNode object
                ? object.deepCopy().without("description")
                : scheme;
    }
}
