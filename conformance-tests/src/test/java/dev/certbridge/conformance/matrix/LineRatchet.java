package dev.certbridge.conformance.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares {@link Matrix#lines()} with those that are committed, so that nothing goes away unnoticed although its cell
 * is still filled by something else.
 */
final class LineRatchet {

    private static final Pattern LINE =
            Pattern.compile("(?<pair>.+) examples=(?<examples>.*) pacts=(?<pacts>\\d+) rules=(?<rules>.*)");

    private record Line(Set<String> examples, int pacts, Set<String> rules) {}

    private LineRatchet() {}

    /** What differs, one line each; each names the reseller, the operation and the status. */
    static List<String> differences(List<String> kept, List<String> now) {
        Map<String, Line> before = parsed(kept);
        Map<String, Line> after = parsed(now);
        Set<String> knownRules =
                before.values().stream().flatMap(line -> line.rules().stream()).collect(Collectors.toSet());
        List<String> differences = new ArrayList<>();
        before.forEach((pair, line) -> {
            if (after.containsKey(pair)) {
                compare(pair, line, after.get(pair), knownRules, differences);
            } else {
                differences.add(pair + ": is no longer in the contract");
            }
        });
        after.keySet().stream()
                .filter(pair -> !before.containsKey(pair))
                .forEach(pair -> differences.add(pair + ": is new"));
        return differences;
    }

    private static void compare(
            String pair, Line before, Line after, Set<String> knownRules, List<String> differences) {
        missing(before.examples(), after.examples())
                .forEach(name -> differences.add(pair + ": the contract lost its example " + name));
        missing(after.examples(), before.examples())
                .forEach(name -> differences.add(pair + ": the contract has a new example " + name));
        if (before.pacts() != after.pacts()) {
            differences.add(pair + ": has " + after.pacts() + " pacts instead of " + before.pacts());
        }
        missing(before.rules(), after.rules())
                .forEach(rule -> differences.add(pair + ": rule " + rule + " no longer meets it"));
        // A rule may meet one more answer, as when it looks once more than before; a new rule has to be kept.
        missing(after.rules(), knownRules)
                .forEach(rule -> differences.add(pair + ": the new rule " + rule + " meets it"));
    }

    private static Set<String> missing(Set<String> wanted, Set<String> there) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        return missing;
    }

    private static Map<String, Line> parsed(List<String> lines) {
        Map<String, Line> parsed = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a line of the matrix: " + line);
            }
            parsed.put(
                    matcher.group("pair"),
                    new Line(
                            names(matcher.group("examples")),
                            Integer.parseInt(matcher.group("pacts")),
                            names(matcher.group("rules"))));
        }
        return parsed;
    }

    private static Set<String> names(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }
}
