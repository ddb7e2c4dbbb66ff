package dev.certbridge.client.transport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/** An API key and the header that carries it. Its text form shows neither. */
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
                    "the API key contains a line break, a space or another character that cannot be sent in a header");
        }
        this.headerName = headerName;
        this.prefix = prefix;
        this.key = key;
        this.anyCase = Pattern.compile(Pattern.quote(key), Pattern.CASE_INSENSITIVE);
    }

    /** Returns a key that is the whole value of a header. */
    public static Credential header(String headerName, String key) {
        return new Credential(headerName, "", key);
    }

    /** Returns a key that is sent in {@code Authorization} after the name of a scheme. */
    public static Credential authorization(String scheme, String key) {
        return new Credential("Authorization", scheme + " ", key);
    }

    String headerName() {
        return headerName;
    }

    String headerValue() {
        return prefix + key;
    }

    /** Returns true if the text contains the key. */
    boolean isIn(String text) {
        return text.contains(key);
    }

    /** Returns true if the stack trace of a failure, which may quote the server, contains the key. */
    boolean isIn(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return isIn(printed.toString());
    }

    /** Returns foreign text in one line without the key, in any case: names of headers may change it. */
    String redactLine(String text) {
        String hidden = anyCase.matcher(text).replaceAll("***");
        return GAPS.matcher(hidden).replaceAll(" ").strip();
    }

    /** Returns foreign text fit for a message: one line, at most 300 characters, without the key. */
    String redact(String text) {
        String line = redactLine(text);
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
