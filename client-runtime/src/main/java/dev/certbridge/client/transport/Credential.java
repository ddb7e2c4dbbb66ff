package dev.certbridge.client.transport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An API key, with the header that contains the key in each request. The result of {@link #toString} never contains the
 * key.
 */
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
                    "the API key contains a line break, a space or another character that cannot be sent in a header."
                            + " Give the key alone; Credential.authorization adds a scheme such as Bearer");
        }
        this.headerName = headerName;
        this.prefix = prefix;
        this.key = key;
        this.anyCase = Pattern.compile(Pattern.quote(key), Pattern.CASE_INSENSITIVE);
    }

    /** Returns a credential that sends the key alone in the given header. */
    public static Credential header(String headerName, String key) {
        return new Credential(headerName, "", key);
    }

    /** Returns a credential that sends the scheme and the key in the header {@code Authorization}. */
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

    /**
     * Returns true if the stack trace contains the key. The message of an exception may quote a response of the server.
     */
    boolean isIn(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return isIn(printed.toString());
    }

    /**
     * Removes the key and all line breaks from a text of the server. The case of the key in the text does not matter.
     */
    String redactLine(String text) {
        String hidden = anyCase.matcher(text).replaceAll("***");
        return GAPS.matcher(hidden).replaceAll(" ").strip();
    }

    /** Returns one line for each header, such as {@code name: value, value}. The lines do not contain the key. */
    public String headerLines(Map<String, Collection<String>> headers) {
        return headers.entrySet().stream()
                .map(header -> redactLine(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Converts a text of the server for use in a message. The result is one line of at most 300 characters without the
     * API key.
     */
    public String redact(String text) {
        String line = redactLine(text);
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
