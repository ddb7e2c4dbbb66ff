package dev.certbridge.conformance.matrix;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a compiled class refers to, from its constant pool. Lambdas and method references stand there too.
 *
 * @param classes the other classes, with slashes
 * @param methods the methods that it names, wherever they are called
 */
record ClassFile(List<String> classes, List<Method> methods) {

    /**
     * A method that is referred to.
     *
     * @param owner its class, with slashes
     * @param name its name
     */
    record Method(String owner, String name) {}

    private static final int MAGIC = 0xCAFEBABE;

    /** Two numbers of other constants, and which kind it is. */
    private record Reference(int tag, int first, int second) {}

    static ClassFile read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        data.readInt();
        int constants = data.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, Reference> references = new HashMap<>();
        for (int i = 1; i < constants; i++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, data.readUTF());
                case 7 -> references.put(i, new Reference(tag, data.readUnsignedShort(), 0));
                case 9, 10, 11, 12, 17, 18 ->
                    references.put(i, new Reference(tag, data.readUnsignedShort(), data.readUnsignedShort()));
                case 3, 4 -> data.skipNBytes(4);
                case 15 -> data.skipNBytes(3);
                case 8, 16, 19, 20 -> data.skipNBytes(2);
                case 5, 6 -> {
                    data.skipNBytes(8);
                    // A long or double takes two numbers.
                    i++;
                }
                default -> throw new IOException("a constant of an unknown kind: " + tag);
            }
        }
        List<String> classes = new ArrayList<>();
        List<Method> methods = new ArrayList<>();
        references.values().forEach(reference -> {
            if (reference.tag() == 7) {
                classes.add(texts.get(reference.first()));
            } else if (reference.tag() == 10 || reference.tag() == 11) {
                String owner = texts.get(references.get(reference.first()).first());
                String name = texts.get(references.get(reference.second()).first());
                methods.add(new Method(owner, name));
            }
        });
        return new ClassFile(classes, methods);
    }
}
