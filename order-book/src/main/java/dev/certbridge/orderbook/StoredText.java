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
import org.jspecify.annotations.Nullable;

/**
 * Text as a database stores it. PostgreSQL refuses U+0000, both databases refuse half a surrogate pair, and resellers send
 * both. Such a character is stored as U+001A and four hex digits.
 *
 * <p>Also reads the names of intents and budgets that earlier versions stored: with blanks at their ends, and in any Unicode
 * form.
 */
final class StoredText {

    private static final char ESCAPE = '\u001A';
    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "([0-9A-F]{4})");

    /** The longest key in bytes. PostgreSQL allows about 2,700 in an index. */
    private static final int LONGEST_KEY = 1_000;

    private StoredText() {}

    /** Returns the text to store. */
    static String of(String text) {
        StringBuilder stored = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair || !Character.isSurrogate(c) && c != '\0' && c != ESCAPE) {
                if (stored != null) {
                    stored.append(text, i, pair ? i + 2 : i + 1);
                }
                i += pair ? 1 : 0;
            } else {
                stored = stored == null ? new StringBuilder(text.substring(0, i)) : stored;
                stored.append(ESCAPE).append(String.format(Locale.ROOT, "%04X", (int) c));
            }
        }
        return stored == null ? text : stored.toString();
    }

    /** Returns the text that was stored. */
    static @Nullable String in(ResultSet row, String column) throws SQLException {
        return plain(row.getString(column));
    }

    /** Returns the text that was stored. */
    static @Nullable String in(ResultSet row, int column) throws SQLException {
        return plain(row.getString(column));
    }

    /** Returns the key of an order: its id, or the beginning and a SHA-256 of a very long one. */
    static String key(OrderId id) {
        return key(id.toString());
    }

    /** Returns the key of a reseller's own id, or the beginning and a SHA-256 of a very long one. */
    static String key(String text) {
        byte[] bytes = of(text).getBytes(UTF_8);
        if (bytes.length <= LONGEST_KEY) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return text.substring(0, 100) + "...sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the whole id if {@link #key(OrderId)} is only a part of it, else null. */
    static @Nullable String whole(OrderId id) {
        return key(id).equals(id.toString()) ? null : id.toString();
    }

    /** Returns the intent that a stored name stands for now. */
    static Intent intent(String stored) {
        return new Intent(stripped(stored));
    }

    /** Returns a name in the form that is stored now. Returns an invalid name unchanged: it is refused when it is read. */
    static String intentName(String stored) {
        try {
            return intent(stored).name();
        } catch (IllegalArgumentException e) {
            return stored;
        }
    }

    /** Returns the name of a budget in the form that is stored now: without blanks at its ends, and composed. */
    static String budgetName(String stored) {
        return Normalizer.normalize(stripped(stored), Normalizer.Form.NFC);
    }

    private static String stripped(String stored) {
        int start = 0;
        int end = stored.length();
        while (start < end && isBlank(stored.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(stored.charAt(end - 1))) {
            end--;
        }
        return stored.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
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
