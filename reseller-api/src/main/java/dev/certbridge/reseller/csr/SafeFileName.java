package dev.certbridge.reseller.csr;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Encodes a name as a file name. Different names have different file names, and no file is outside of the folder. ASCII
 * letters and digits, underscores, hyphens and dots are not changed, except dots at the beginning. Dots at the
 * beginning and all other bytes of the UTF-8 form become {@code %XX}. A long name is split into subfolders. The name of
 * a subfolder ends in {@code +}, a character that the encoding never produces.
 */
final class SafeFileName {

    /**
     * The maximum number of encoded characters in one file name. Common file systems allow at most 255 bytes for a file
     * name with its suffix.
     */
    private static final int LONGEST_SEGMENT = 200;

    private SafeFileName() {}

    /**
     * Returns the path that all files of a name have in common, without the suffix.
     *
     * @throws IllegalArgumentException the name is empty, has more than 200 characters, or contains a control character
     *     or half a surrogate pair
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
                    "the name of a key in the vault must have 1 to 200 characters and no control characters");
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
            // getBytes is not used, because it writes "?" for half a surrogate pair, so that two names could have the
            // same file.
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "the name of a key contains an incomplete character (half a surrogate pair). Write whole"
                            + " characters",
                    e);
        }
    }
}
