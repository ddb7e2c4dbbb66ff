package dev.certbridge.judge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds an API key in a text. Also finds the key if its characters are percent-encoded, or if a Base64 value contains
 * the key.
 */
final class ApiKeyPattern {

    private static final int BITS_OF_DIGIT = 6;
    private static final int BYTES_OF_GROUP = 3;

    private final Pattern pattern;

    ApiKeyPattern(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(percentEncoded(key)));
        // The digits of the key depend on the number of bytes before it, for example those of a user name.
        for (int before = 0; before < BYTES_OF_GROUP; before++) {
            forms.add(digits(bytes, before));
        }
        pattern = Pattern.compile(String.join("|", forms));
    }

    /**
     * Returns a pattern that finds the key in a text. The pattern also finds characters of the key that are
     * percent-encoded, once or several times.
     */
    private static String percentEncoded(String key) {
        return key.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> {
                    StringBuilder encoded = new StringBuilder();
                    for (byte one : letter.getBytes(StandardCharsets.UTF_8)) {
                        encoded.append(String.format(Locale.ROOT, "%%(?:25)*(?i:%02x)", one));
                    }
                    return "(?:" + Pattern.quote(letter) + "|" + encoded + ")";
                })
                .collect(Collectors.joining());
    }

    /**
     * Returns a pattern of the Base64 characters that depend only on the key. The pattern matches both the standard
     * alphabet and the URL-safe alphabet.
     */
    private static String digits(byte[] key, int before) {
        byte[] all = new byte[before + key.length];
        System.arraycopy(key, 0, all, before, key.length);
        int first = (before * Byte.SIZE + BITS_OF_DIGIT - 1) / BITS_OF_DIGIT;
        int end = all.length * Byte.SIZE / BITS_OF_DIGIT;
        return Base64.getEncoder()
                .encodeToString(all)
                .substring(first, end)
                .replace("+", "[+-]")
                .replace("/", "[/_]");
    }

    boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /** Replaces each occurrence of the key in a text. */
    String hiddenIn(String text) {
        return pattern.matcher(text).replaceAll("(key)");
    }
}
