package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** No operation or status appears, vanishes or is renamed unless operations.txt says so. */
final class KnownOperations {

    private KnownOperations() {}

    static List<String> complaints(Collection<Operation> operations, Collection<String> known) {
        Set<String> found = new TreeSet<>();
        operations.forEach(operation -> found.add(operation.line()));
        List<String> complaints = new ArrayList<>();
        known.stream()
                .filter(line -> !found.contains(line))
                .forEach(line -> complaints.add("only in operations.txt: " + line));
        found.stream()
                .filter(line -> !known.contains(line))
                .forEach(line -> complaints.add("only in the contracts: " + line));
        return complaints;
    }
}
