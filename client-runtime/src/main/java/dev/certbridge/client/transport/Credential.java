package dev.certbridge.client.transport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An API key and the header in which the key is sent. The result of {@link #toString} contains neither the key nor the
 * header.
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

    /** Returns a credential for a header that contains only the key. */
    public static Credential header(String headerName, String key) {
        return new Credential(headerName, "", key);
    }

    /**
     * Returns a credential for the {@code Authorization} header, which contains the name of a scheme and then the key.
     */
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
     * Returns true if the stack trace contains the key. The messages of exceptions may quote a response of the server.
     */
    boolean isIn(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return isIn(printed.toString());
    }

    /** Removes the key, in upper or lower case, and all line breaks from a text of the server. */
    String redactLine(String text) {
        String hidden = anyCase.matcher(text).replaceAll("***");
        return GAPS.matcher(hidden).replaceAll(" ").strip();
    }

    /** Returns headers as lines of {@code name: value, value}, without the key. */
    public String headerLines(Map<String, Collection<String>> headers) {
        return headers.entrySet().stream()
                .map(header -> redactLine(header.getKey() + ": " + String.join(", ", header.getValue())))
                .collect(Collectors.joining("\n"));
    }

    /** Prepares a text of the server for a message: one line, at most 300 characters, without the API key. */
    public String redact(String text) {
        String line = redactLine(text);
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }

    @Override
    public String toString() {
        return "Credential[***]";
    }
}
