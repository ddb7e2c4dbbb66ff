package dev.certbridge.client.transport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** An API key and the header it travels in. Printed, it shows neither. */
public final class Credential {

    private static final Pattern GAPS = Pattern.compile("[\\p{Cntrl}\\s]+");

    private final String headerName;
    private final String prefix;
    private final String key;
    private final Pattern anyCase;

    private Credential(String headerName, String prefix, String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("the API key is empty");
        }
        if (!key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the API key holds a line break, a space or another character that cannot travel in a header");
        }
        this.headerName = headerName;
        this.prefix = prefix;
        this.key = key;
        this.anyCase = Pattern.compile(Pattern.quote(key), Pattern.CASE_INSENSITIVE);
    }

    /** A key that is the whole value of a header. */
    public static Credential header(String headerName, String key) {
        return new Credential(headerName, "", key);
    }

    /** A key in {@code Authorization}, after a scheme word. */
    public static Credential authorization(String scheme, String key) {
        return new Credential("Authorization", scheme + " ", key);
    }

    String headerName() {
        return headerName;
    }

    String headerValue() {
        return prefix + key;
    }

    /** True when this text holds the key. */
    boolean isIn(String text) {
        return text.contains(key);
    }

    /** True when a failure that quotes the server quotes the key, anywhere in what it prints. */
    boolean isIn(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return isIn(printed.toString());
    }

    /** Text that came from elsewhere, in one line without the key; a header's name may hold it in another case. */
    String redactLine(String text) {
        String hidden = anyCase.matcher(text).replaceAll("***");
        return GAPS.matcher(hidden).replaceAll(" ").strip();
    }

    /** Text that came from elsewhere, fit for a message: one line, at most 300 characters, without the key. */
    String redact(String text) {
        String line = redactLine(text);
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
