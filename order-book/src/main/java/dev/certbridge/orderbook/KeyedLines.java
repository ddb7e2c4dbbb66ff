package dev.certbridge.orderbook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text format for named values. Each line has the form {@code name=value}. The lines keep the given sequence. Books
 * and recovery files store values in this format. The class {@link java.util.Properties} cannot read this format,
 * because that class removes leading blanks of a value, reads {@code \0} as the digit zero, and accepts a line that was
 * cut off.
 */
final class KeyedLines {

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.?)", Pattern.DOTALL);

    private KeyedLines() {}

    /**
     * Formats named values. A value may contain any character. A name must not contain {@code =}, {@code #} or a line
     * break.
     */
    static String of(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name)
                .append('=')
                .append(value.replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\0", "\\0"))
                .append('\n'));
        return text.toString();
    }

    /**
     * Parses the text. A line that starts with {@code #} is a comment. Throws IllegalArgumentException if a line that
     * is not a comment does not have the form {@code name=value} or ends in a single backslash.
     */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && !line.isBlank()) {
                if (equals < 1) {
                    throw new IllegalArgumentException("a line is not name=value");
                }
                values.put(line.substring(0, equals), unescaped(line.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String unescaped(String value) {
        return ESCAPED.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "0" -> "\0";
                            case "" -> throw new IllegalArgumentException("a line ends in a single backslash");
                            default -> match.group(1);
                        }));
    }
}
