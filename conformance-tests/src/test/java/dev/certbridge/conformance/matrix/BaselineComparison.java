package dev.certbridge.conformance.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares {@link Matrix#lines()} with the committed lines, so that an example, pact or rule that was removed is reported although
 * something else still fills its cell.
 */
final class BaselineComparison {

    private static final Pattern LINE = Pattern.compile("(.+) examples=(.*) pacts=(\\d+) rules=(.*)");

    private BaselineComparison() {}

    /** Returns the differences, one line each, which names the reseller, the operation and the status. */
    static List<String> differences(List<String> committed, List<String> current) {
        Map<String, MatchResult> before = parsed(committed);
        Map<String, MatchResult> after = parsed(current);
        Set<String> knownRules = before.values().stream()
                .flatMap(line -> names(line.group(4)).stream())
                .collect(Collectors.toSet());
        List<String> differences = new ArrayList<>();
        before.forEach((row, old) -> {
            MatchResult now = after.remove(row);
            if (now == null) {
                differences.add(row + ": is no longer in the contract");
                return;
            }
            without(old.group(2), names(now.group(2)))
                    .forEach(name -> differences.add(row + ": the contract lost its example " + name));
            without(now.group(2), names(old.group(2)))
                    .forEach(name -> differences.add(row + ": the contract has a new example " + name));
            if (!old.group(3).equals(now.group(3))) {
                differences.add(row + ": has " + now.group(3) + " pacts instead of " + old.group(3));
            }
            without(old.group(4), names(now.group(4)))
                    .forEach(rule -> differences.add(row + ": rule " + rule + " no longer meets it"));
            // A known rule may meet one more response; a new rule has to be committed.
            without(now.group(4), knownRules)
                    .forEach(rule -> differences.add(row + ": the new rule " + rule + " meets it"));
        });
        after.keySet().forEach(row -> differences.add(row + ": is new"));
        return differences;
    }

    private static Set<String> without(String names, Set<String> others) {
        Set<String> rest = new TreeSet<>(names(names));
        rest.removeAll(others);
        return rest;
    }

    private static Map<String, MatchResult> parsed(List<String> lines) {
        Map<String, MatchResult> parsed = new LinkedHashMap<>();
        LINE.matcher(String.join("\n", lines)).results().forEach(line -> parsed.put(line.group(1), line));
        if (parsed.size() != lines.size()) {
            throw new IllegalArgumentException("the lines are not all lines of a matrix, or one is repeated");
        }
        return parsed;
    }

    private static Set<String> names(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }
}
