package dev.certbridge.stub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A curl command that repeats a received request in a POSIX shell. The command has {@code "$KEY"} in place of the API
 * key. Of the header fields, the command contains only the API key and the content type.
 */
final class CurlCommand {

    /** The maximum length of a stored body. An order for a hundred names has about 20 KB, including the CSR. */
    static final int MAX_BODY_BYTES = 32 << 10;

    private static final String KEY = "\"$KEY\"";

    // A terminal may execute control characters that a user pastes.
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]");

    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final List<String> headers = new ArrayList<>();
    private final String key;
    private final byte[] body;
    private final boolean complete;

    /** The path of a request may end in a slash. The path of a {@link StubCall} never ends in a slash. */
    CurlCommand(StubCall call, String path, String key, String keyHeader) {
        this.method = call.method();
        this.path = path;
        this.query = call.query();
        this.key = key;
        // A header with a key in an unknown form is left out, because the key in it cannot be replaced.
        call.header(keyHeader)
                .filter(value -> !key.isEmpty() && value.contains(key))
                .ifPresent(value -> headers.add(keyHeader + ": " + value));
        call.header("content-type").ifPresent(value -> headers.add("content-type: " + value));
        byte[] sent = call.body();
        this.complete = sent.length <= MAX_BODY_BYTES && path.length() <= MAX_BODY_BYTES;
        this.body = complete ? sent : new byte[0];
    }

    /**
     * Returns the command. Returns empty if the request is too long, or contains bytes that are unsafe for a terminal.
     */
    Optional<String> text(URI stub) {
        if (!complete) {
            return Optional.empty();
        }
        StringBuilder command = new StringBuilder("curl -i -g --path-as-is -X ").append(quoted(method));
        command.append(' ').append(quoted(stub + path + queryText()));
        headers.forEach(header -> command.append(" -H ").append(quoted(header)));
        if (body.length > 0) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
                command.append(" --data-raw ").append(quoted(text));
            } catch (CharacterCodingException e) {
                return Optional.empty();
            }
        }
        return CONTROL.matcher(command).find() ? Optional.empty() : Optional.of(command.toString());
    }

    private String queryText() {
        String text = query.entrySet().stream()
                .flatMap(parameter ->
                        parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Quotes the text as one word for a shell. The text $KEY is outside of the single quotes, so that a shell replaces
     * $KEY by the API key.
     */
    private String quoted(String text) {
        String[] parts = key.isEmpty() ? new String[] {text} : text.split(Pattern.quote(key), -1);
        return Arrays.stream(parts)
                .map(part -> part.isEmpty() && parts.length > 1 ? "" : "'" + part.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(KEY));
    }
}
