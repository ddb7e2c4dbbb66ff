package dev.certbridge.reseller.order;

import java.text.Normalizer;

/**
 * The caller's name for one wish to buy. The same name in the same order book never buys twice, however it is encoded: a
 * name is kept in Unicode's composed form (NFC), so that a letter and its accent are one intent whether they were typed as
 * one character or as two.
 *
 * @param name 1 to 200 characters in NFC, no control characters, no blanks at its ends, chosen so that a rerun finds it
 *     again
 */
public record Intent(String name) {

    /**
     * The intent of that name.
     *
     * @throws IllegalArgumentException when it is not such a name
     */
    public Intent {
        name = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (name.isBlank() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an intent is named by 1 to 200 characters without control characters");
        }
        if (blank(name.codePointAt(0)) || blank(name.codePointBefore(name.length()))) {
            throw new IllegalArgumentException(
                    "intent \"" + name + "\" begins or ends with a blank; leave the blank out");
        }
        if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("an intent's name holds half a surrogate pair; write whole characters");
        }
    }

    /**
     * The intent of that name.
     *
     * @throws IllegalArgumentException when it is not such a name, or holds U+FFFD, which stands for what could not be
     *     decoded: two names may have become one
     */
    public static Intent of(String name) {
        if (name.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException(
                    "an intent's name holds characters that could not be decoded (U+FFFD); write it in UTF-8");
        }
        return new Intent(name);
    }

    /** Also the blanks that do not break a line. */
    private static boolean blank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    @Override
    public String toString() {
        return name;
    }
}
