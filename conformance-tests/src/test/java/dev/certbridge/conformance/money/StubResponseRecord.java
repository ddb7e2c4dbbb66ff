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
public record StubResponseRecord(int status, List<String> headers, byte[] body) {

    private static final Pattern PROCESS = Pattern.compile("(?i)^x-process-id:\\s*(\\S+)$");
    private static final Pattern CERTIFICATE =
            Pattern.compile("\"response\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern OF_THE_WAY = Pattern.compile("(?i)^(content-length|transfer-encoding|connection):.*");

    static StubResponseRecord of(Head head, byte[] body) {
        return new StubResponseRecord(
                head.status(),
                head.lines().stream()
                        .skip(1)
                        .filter(line -> !OF_THE_WAY.matcher(line).matches())
                        .toList(),
                body);
    }

    public static StubResponseRecord json(int status, String body, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers))
                .toList();
        return new StubResponseRecord(status, lines, body.getBytes(UTF_8));
    }

    public static StubResponseRecord html(int status, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: text/html"), Stream.of(headers))
                .toList();
        return new StubResponseRecord(status, lines, "<html><body>Please wait</body></html>".getBytes(UTF_8));
    }

    /** The id of the order that it tells of. */
    Optional<String> id() {
        return Stream.concat(
                        headers.stream().map(PROCESS::matcher), Stream.of(CERTIFICATE.matcher(new String(body, UTF_8))))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    public StubResponseRecord withStatus(int other) {
        return new StubResponseRecord(other, headers, body);
    }

    public StubResponseRecord withBody(String other) {
        return new StubResponseRecord(status, headers, other.getBytes(UTF_8));
    }

    public StubResponseRecord with(String header) {
        return new StubResponseRecord(
                status, Stream.concat(headers.stream(), Stream.of(header)).toList(), body);
    }

    public StubResponseRecord without(String header) {
        String start = header.toLowerCase(Locale.ROOT) + ":";
        return new StubResponseRecord(
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
        return other instanceof StubResponseRecord told
                && status == told.status
                && headers.equals(told.headers)
                && Arrays.equals(body, told.body);
    }

    @Override
    public int hashCode() {
        return status;
    }
}
