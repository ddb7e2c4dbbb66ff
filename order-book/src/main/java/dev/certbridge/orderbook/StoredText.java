package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a database stores text. PostgreSQL refuses U+0000, and both databases refuse an unpaired surrogate.
 * Texts from resellers may contain U+0000 or unpaired surrogates. A character that a database refuses, and U+001A
 * itself, is stored as U+001A and four hex digits of its code.
 *
 * <p>Earlier versions stored the names of intents and budgets with blanks at their ends and in any Unicode form. This
 * class also converts the names of earlier versions to the present form.
 */
final class StoredText {

    private static final char ESCAPE = '\u001A';
    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "([0-9A-F]{4})");

    /** The characters to escape. The pattern reads a complete surrogate pair as one character. */
    private static final Pattern REFUSED = Pattern.compile("[\\x00\\p{Cs}" + ESCAPE + "]");

    private static final String BLANKS = "[\\p{javaWhitespace}\\p{javaSpaceChar}]+";
    private static final Pattern BLANK_ENDS = Pattern.compile("\\A" + BLANKS + "|" + BLANKS + "\\z");

    /** The maximum number of bytes of a key. PostgreSQL limits an index entry to about 2,700 bytes. */
    private static final int LONGEST_KEY = 1_000;

    /**
     * The maximum number of bytes of a DNS record. PostgreSQL limits an index entry to 2,700 bytes, and the entry also
     * contains the order's id.
     */
    private static final int LONGEST_RECORD = 1_600;

    private StoredText() {}

    /** Returns the text in the form that a database stores. */
    static String of(String text) {
        if (text.chars().noneMatch(c -> c == 0 || c == ESCAPE || Character.isSurrogate((char) c))) {
            return text;
        }
        return REFUSED.matcher(text)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "%c%04X", ESCAPE, (int) match.group().charAt(0)));
    }

    /** Throws IllegalStateException if the text of a DNS record is too long for an index. */
    static void requireIndexable(String name, String text) {
        int length = of(text).getBytes(UTF_8).length;
        if (length > LONGEST_RECORD) {
            String shown =
                    name.codePoints().limit(100).mapToObj(Character::toString).collect(Collectors.joining());
            throw new IllegalStateException(
                    "the DNS record at " + shown.replaceAll("\\p{Cntrl}", "?") + " cannot be stored: it is "
                            + length + " bytes long, but the limit of an order book is " + LONGEST_RECORD
                            + ". Publish it yourself, and remove it once the certificate is issued");
        }
    }

    /** Returns the original text of a column, without the escapes. */
    static @Nullable String in(ResultSet row, String column) throws SQLException {
        return plain(row.getString(column));
    }

    /** Returns the original text of a column, without the escapes. */
    static @Nullable String in(ResultSet row, int column) throws SQLException {
        return plain(row.getString(column));
    }

    /** Returns the key of an order: its id, which {@link #key(String)} shortens if the id is too long. */
    static String key(OrderId id) {
        return key(id.toString());
    }

    /** Returns the key of a text: the text itself, or its beginning and its SHA-256 if the text is too long. */
    static String key(String text) {
        byte[] bytes = of(text).getBytes(UTF_8);
        if (bytes.length <= LONGEST_KEY) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return text.substring(0, 100) + "...sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Returns the whole id if {@link #key(OrderId)} shortened it, and otherwise null. */
    static @Nullable String whole(OrderId id) {
        return key(id).equals(id.toString()) ? null : id.toString();
    }

    /** Returns the intent with this stored name. Removes blanks at both ends of the name. */
    static Intent intent(String stored) {
        return new Intent(stripped(stored));
    }

    /**
     * Converts the stored name of an intent to the form that the present version uses. Returns an invalid name
     * unchanged.
     */
    static String intentName(String stored) {
        try {
            return intent(stored).name();
        } catch (IllegalArgumentException e) {
            return stored;
        }
    }

    /** Returns a budget's name without blanks at its ends and in Unicode form NFC. */
    static String budgetName(String stored) {
        return Normalizer.normalize(stripped(stored), Normalizer.Form.NFC);
    }

    private static String stripped(String stored) {
        return BLANK_ENDS.matcher(stored).replaceAll("");
    }

    private static @Nullable String plain(@Nullable String stored) {
        if (stored == null || stored.indexOf(ESCAPE) < 0) {
            return stored;
        }
        return ESCAPED.matcher(stored)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))));
    }
}
