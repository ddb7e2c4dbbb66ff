package dev.certbridge.reseller.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text form in which an id from a reseller is stored. An id with control characters, or a very long id, cannot be
 * printed or stored unchanged. For an id that cannot be stored unchanged, a quoted form is stored, with which a person
 * can find the order.
 */
final class IdCodec {

    private static final int LONGEST = 200;
    private static final int LONGEST_BEGINNING = 100;

    private IdCodec() {}

    /**
     * Returns the id if the id can be stored unchanged, and otherwise its quoted form in printable ASCII. An id that is
     * already in quoted form is returned unchanged.
     */
    static String of(String id) {
        boolean plain = id.length() <= LONGEST && id.codePoints().allMatch(IdCodec::isPlain);
        return plain ? id : quoted(id);
    }

    /**
     * Returns the quoted form of an id. The quoted form contains a SHA-256, which distinguishes long ids with the same
     * beginning.
     */
    private static String quoted(String id) {
        StringBuilder text = new StringBuilder("\"");
        id.codePoints().takeWhile(c -> text.length() < LONGEST_BEGINNING).forEach(c -> {
            if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
                text.append((char) c);
            } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return text + "\" (" + id.length() + " characters, SHA-256 " + sha256(id) + ")";
    }

    private static String sha256(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_16));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }

    /** Returns false for control and format characters, and for half a surrogate pair. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
