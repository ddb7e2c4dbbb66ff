package dev.certbridge.conformance.matrix;

import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the operations that the adapters of a reseller can call. This class reads the class file of the {@link
 * ResellerProvider}, and the class files of all classes to which the provider refers directly or through other classes.
 * This class collects the methods of the generated interfaces that occur in the class files. An operation is never
 * called if no class refers to its method.
 */
public final class CalledOperations {

    private static final String OURS = "dev/certbridge/";
    private static final String GENERATED = "/generated/";
    private static final String GENERATED_INTERFACES = "/generated/api/";
    private static final int MAGIC = 0xCAFEBABE;

    private CalledOperations() {}

    /**
     * Returns the operations that the adapters of each reseller call. The keys of the returned map are the names of the
     * resellers.
     */
    public static Map<String, Set<String>> byReseller() {
        return ResellerProvider.all().stream()
                .collect(Collectors.toMap(ResellerProvider::name, provider -> from(provider.getClass())));
    }

    /**
     * Returns the operations to which a class refers, directly or through other classes. The returned set is empty for
     * a client without generated code.
     */
    static Set<String> from(Class<?> entry) {
        Set<String> operations = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(entry.getName().replace('.', '/')));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (seen.add(name)) {
                References references = references(entry, name);
                references.methods().stream()
                        .filter(method -> method.owner().contains(GENERATED_INTERFACES))
                        .forEach(method -> operations.add(method.name()));
                references.classes().stream()
                        .filter(other -> other.startsWith(OURS) && !other.contains(GENERATED))
                        .forEach(open::add);
            }
        }
        return operations;
    }

    private static References references(Class<?> entry, String name) {
        try (InputStream in = entry.getClassLoader().getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + name);
            }
            return references(new DataInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + name, e);
        }
    }

    /**
     * The classes and methods in the constant pool of a class, including those that lambdas and method references use.
     */
    private record References(List<String> classes, List<MethodReference> methods) {}

    private record MethodReference(String owner, String name) {}

    /** A constant of the constant pool that refers to up to two other constants by their indexes. */
    private record Constant(int tag, int first, int second) {}

    private static References references(DataInputStream data) throws IOException {
        if (data.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        data.readInt();
        int count = data.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Constant> constants = new HashMap<>();
        for (int i = 1; i < count; i++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, data.readUTF());
                case 7 -> constants.put(i, new Constant(tag, data.readUnsignedShort(), 0));
                case 9, 10, 11, 12, 17, 18 ->
                    constants.put(i, new Constant(tag, data.readUnsignedShort(), data.readUnsignedShort()));
                case 3, 4 -> data.skipNBytes(4);
                case 15 -> data.skipNBytes(3);
                case 8, 16, 19, 20 -> data.skipNBytes(2);
                case 5, 6 -> {
                    data.skipNBytes(8);
                    // A long or double takes two indexes.
                    i++;
                }
                default -> throw new IOException("unknown constant pool tag " + tag);
            }
        }
        References references = new References(new ArrayList<>(), new ArrayList<>());
        constants.values().forEach(constant -> {
            if (constant.tag() == 7) {
                references.classes().add(texts.get(constant.first()));
            } else if (constant.tag() == 10 || constant.tag() == 11) {
                String owner = texts.get(constants.get(constant.first()).first());
                String name = texts.get(constants.get(constant.second()).first());
                references.methods().add(new MethodReference(owner, name));
            }
        });
        return references;
    }
}
