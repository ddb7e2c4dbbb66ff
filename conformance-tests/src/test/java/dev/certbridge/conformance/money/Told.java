package dev.certbridge.conformance.money;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stub answered, before the door passed it on or spoiled it.
 *
 * @param status the HTTP status
 * @param headers its header lines, but none about the length or the connection
 * @param body its bytes
 */
public record Told(int status, List<String> headers, byte[] body) {

    private static final Pattern PROCESS = Pattern.compile("(?i)^x-process-id:\\s*(\\S+)$");
    private static final Pattern CERTIFICATE =
            Pattern.compile("\"response\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern OF_THE_WAY = Pattern.compile("(?i)^(content-length|transfer-encoding|connection):.*");

    static Told of(Head head, byte[] body) {
        return new Told(
                head.status(),
                head.lines().stream()
                        .skip(1)
                        .filter(line -> !OF_THE_WAY.matcher(line).matches())
                        .toList(),
                body);
    }

    public static Told json(int status, String body, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers))
                .toList();
        return new Told(status, lines, body.getBytes(UTF_8));
    }

    public static Told html(int status, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: text/html"), Stream.of(headers))
                .toList();
        return new Told(status, lines, "<html><body>Please wait</body></html>".getBytes(UTF_8));
    }

    /** The id of the order that it tells of. */
    Optional<String> id() {
        return Stream.concat(
                        headers.stream().map(PROCESS::matcher), Stream.of(CERTIFICATE.matcher(new String(body, UTF_8))))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    public Told withStatus(int other) {
        return new Told(other, headers, body);
    }

    public Told withBody(String other) {
        return new Told(status, headers, other.getBytes(UTF_8));
    }

    public Told with(String header) {
        return new Told(
                status, Stream.concat(headers.stream(), Stream.of(header)).toList(), body);
    }

    public Told without(String header) {
        String start = header.toLowerCase(Locale.ROOT) + ":";
        return new Told(
                status,
                headers.stream()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start))
                        .toList(),
                body);
    }

    /** The status line and the headers, promising so many bytes. */
    String head(int length) {
        String lines = headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 " + status + " Said\r\n" + lines + "Content-Length: " + length + "\r\n\r\n";
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(body.length).getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Told told
                && status == told.status
                && headers.equals(told.headers)
                && Arrays.equals(body, told.body);
    }

    @Override
    public int hashCode() {
        return status;
    }
}
