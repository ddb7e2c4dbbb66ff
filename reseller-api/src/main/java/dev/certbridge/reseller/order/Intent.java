package dev.certbridge.reseller.order;

import java.text.Normalizer;

/**
 * An idempotency key, stored in the order book. Repeating a request with the same intent and the same order book never
 * orders twice. An intent is bound to its request until the reseller certainly refuses that request.
 *
 * <p>The name is stored in Unicode's composed form (NFC). Therefore, two names are equal even if only one of them
 * writes an accented letter as two characters.
 *
 * @param name the name, 1 to 200 characters after conversion to NFC, without control characters and without blanks at
 *     its ends
 */
public record Intent(String name) {

    /**
     * Creates the intent of a name.
     *
     * @throws IllegalArgumentException the name is not valid
     */
    public Intent {
        name = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of an intent must have 1 to 200 characters and no control characters");
        }
        if (blank(name.codePointAt(0)) || blank(name.codePointBefore(name.length()))) {
            throw new IllegalArgumentException("intent \"" + name + "\" begins or ends with a blank. Remove the blank");
        }
        if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "the name of an intent contains an incomplete character (half a surrogate pair). Write whole"
                            + " characters");
        }
    }

    /**
     * Creates the intent of a name.
     *
     * @throws IllegalArgumentException the name is not valid, or contains U+FFFD. Decoders replace invalid bytes by
     *     U+FFFD, so two different names could become equal
     */
    public static Intent of(String name) {
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException(
                    "the name of an intent contains U+FFFD, which replaces characters that could not be decoded;"
                            + " write the name in UTF-8");
        }
        return new Intent(name);
    }

    /** Returns true if a character is a blank, including no-break spaces. */
    private static boolean blank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    @Override
    public String toString() {
        return name;
    }
}
