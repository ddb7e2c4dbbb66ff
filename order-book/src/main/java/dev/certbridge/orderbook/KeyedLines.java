package dev.certbridge.orderbook;

import java.util.LinkedHashMap;
import java.util.Map;

/** Named values as text, one {@code name=value} a line, for people and programs alike. A backslash hides line breaks. */
final class KeyedLines {

    private KeyedLines() {}

    /** Names without {@code =}, {@code #} and line breaks; any values. */
    static String of(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) ->
                text.append(name).append('=').append(escaped(value)).append('\n'));
        return text.toString();
    }

    /** The values back. Lines that start with {@code #} are for people. */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && !line.isBlank()) {
                if (equals < 1) {
                    throw new IllegalArgumentException("a line is not name=value");
                }
                values.put(line.substring(0, equals), plain(line.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\0", "\\0");
    }

    private static String plain(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                plain.append(c);
            } else if (++i < escaped.length()) {
                plain.append(
                        switch (escaped.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case '0' -> '\0';
                            default -> escaped.charAt(i);
                        });
            } else {
                throw new IllegalArgumentException("a line ends in a lone backslash");
            }
        }
        return plain.toString();
    }
}
