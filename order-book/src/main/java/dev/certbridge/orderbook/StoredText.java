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
 * The form in which a database stores text. PostgreSQL refuses the character U+0000. PostgreSQL and SQLite refuse an
 * unpaired surrogate. Texts from resellers may contain U+0000 or unpaired surrogates. A character that a database
 * refuses is stored as the escape character U+001A and four hex digits of its code. The character U+001A itself is also
 * stored in this form.
 *
 * <p>Earlier versions stored the names of intents and budgets with blanks at their ends and in any Unicode form. This
 * class converts the names of earlier versions to the present form.
 */
final class StoredText {

    private static final char ESCAPE = '\u001A';
    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "([0-9A-F]{4})");

    /** The characters that must be escaped. The pattern does not match a complete surrogate pair. */
    private static final Pattern REFUSED = Pattern.compile("[\\x00\\p{Cs}" + ESCAPE + "]");

    private static final String BLANKS = "[\\p{javaWhitespace}\\p{javaSpaceChar}]+";
    private static final Pattern BLANK_ENDS = Pattern.compile("\\A" + BLANKS + "|" + BLANKS + "\\z");

    /** The maximum number of bytes of a key in an index. PostgreSQL allows about 2,700 bytes for an index entry. */
    private static final int LONGEST_KEY = 1_000;

    /**
     * The maximum number of bytes of a DNS record. PostgreSQL allows about 2,700 bytes for an index entry, and this
     * entry also contains the id of the order.
     */
    private static final int LONGEST_RECORD = 1_600;

    private StoredText() {}

    /** Converts a text to the form that a database stores. */
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

    /** Returns the id of an order as a key. If the id is too long, {@link #key(String)} shortens the id. */
    static String key(OrderId id) {
        return key(id.toString());
    }

    /**
     * Returns a text as a key. If the text is too long, the key is the beginning of the text and the SHA-256 of the
     * text.
     */
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

    /**
     * Returns the complete id of an order if {@link #key(OrderId)} shortens this id. Returns null if the key is the
     * complete id.
     */
    static @Nullable String whole(OrderId id) {
        return key(id).equals(id.toString()) ? null : id.toString();
    }

    /** Creates an intent from its stored name. Blanks at both ends of the name are removed. */
    static Intent intent(String stored) {
        return new Intent(stripped(stored));
    }

    /** Converts the stored name of an intent to the present form. Returns an invalid name without a change. */
    static String intentName(String stored) {
        try {
            return intent(stored).name();
        } catch (IllegalArgumentException e) {
            return stored;
        }
    }

    /** Converts the stored name of a budget to Unicode form NFC, and removes the blanks at both ends. */
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
