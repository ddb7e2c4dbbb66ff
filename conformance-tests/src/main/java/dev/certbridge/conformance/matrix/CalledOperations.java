package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which operations an adapter calls, read from its compiled code: the methods of the generated interfaces that any class
 * refers to which can be reached from the reseller's {@link Subject}. What is never referred to is never called; what
 * is, may be.
 */
final class CalledOperations {

    private static final String OURS = "dev/certbridge/";
    private static final String GENERATED = "/generated/";
    private static final String GENERATED_INTERFACES = "/generated/api/";

    private CalledOperations() {}

    /** The operations that each reseller's adapters call, by its name. */
    static Map<String, Set<String>> byReseller() {
        Map<String, Set<String>> called = new HashMap<>();
        Subject.all().forEach(subject -> called.put(subject.name(), from(subject.getClass())));
        return called;
    }

    /**
     * The operations that the code behind a class calls; a generated method is called as its operation is. None when that
     * client is written by hand.
     *
     * @param entry where to start, the class of a {@link Subject}
     */
    static Set<String> from(Class<?> entry) {
        Set<String> operations = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(entry.getName().replace('.', '/')));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (seen.add(name)) {
                ClassFile file = read(entry, name);
                file.methods().stream()
                        .filter(method -> method.owner().contains(GENERATED_INTERFACES))
                        .forEach(method -> operations.add(method.name()));
                file.classes().stream().filter(CalledOperations::isAdapter).forEach(open::add);
            }
        }
        return operations;
    }

    private static boolean isAdapter(String name) {
        return name.startsWith(OURS) && !name.contains(GENERATED);
    }

    private static ClassFile read(Class<?> entry, String name) {
        try (InputStream in = entry.getClassLoader().getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + name);
            }
            return ClassFile.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + name, e);
        }
    }
}
