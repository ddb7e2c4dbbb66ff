package dev.certbridge.reseller.csr;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Encodes any name as a file name: reversibly, so that no two names collide, and without a way out of the folder.
 * Letters, digits, dot, underscore and hyphen stand for themselves, other bytes of the UTF-8 form and leading
 * dots become {@code %XX}. What is too long for one file name continues in subfolders whose names end in {@code +}, a
 * character that the encoding never produces.
 */
final class SafeFileName {

    /** File names end at 255 bytes on common file systems; the vault's longest suffix needs some of them. */
    private static final int LONGEST_SEGMENT = 200;

    private SafeFileName() {}

    /**
     * Returns the path of the name's files without their suffix.
     *
     * @throws IllegalArgumentException when the name is not 1 to 200 characters without control characters
     */
    static Path of(Path folder, String name) {
        String rest = encoded(name);
        Path path = folder;
        while (rest.length() > LONGEST_SEGMENT) {
            path = path.resolve(rest.substring(0, LONGEST_SEGMENT) + "+");
            rest = rest.substring(LONGEST_SEGMENT);
        }
        return path.resolve(rest);
    }

    private static String encoded(String name) {
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a key in the vault is named by 1 to 200 characters without control characters");
        }
        StringBuilder encoded = new StringBuilder();
        boolean leading = true;
        ByteBuffer bytes = utf8(name);
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            leading &= b == '.';
            boolean plain = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '.' && !leading
                    || b == '_'
                    || b == '-';
            encoded.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
        }
        return encoded.toString();
    }

    private static ByteBuffer utf8(String name) {
        try {
            // Not getBytes: it writes "?" for half a surrogate pair, and two names would meet in one file.
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a key's name holds half a surrogate pair; write whole characters", e);
        }
    }
}
