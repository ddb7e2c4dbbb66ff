package dev.certbridge.orderbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.order.OrderId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text as a database takes it. PostgreSQL stores no U+0000, neither database stores half a surrogate pair, and resellers
 * send both. Such a character is written as U+001A and four hex digits.
 */
final class StoredText {

    private static final char ESCAPE = '\u001A';
    private static final Pattern ESCAPED = Pattern.compile(ESCAPE + "([0-9A-F]{4})");

    /** PostgreSQL takes about 2,700 bytes into an index. */
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

    /** Returns what an order is found by: its id, or of a very long one the beginning and a SHA-256. */
    static String key(OrderId id) {
        return key(id.toString());
    }

    /** Returns what a reseller's own id is found by: the id, or of a very long one the beginning and a SHA-256. */
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

    /** Returns the whole id where {@link #key(OrderId)} is only a part of it. */
    static @Nullable String whole(OrderId id) {
        return key(id).equals(id.toString()) ? null : id.toString();
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
