package dev.certbridge.conformance.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.conformance.proxy.ReceivedRequest.HttpHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A response as an upstream sent it, or as a test changed or wrote it. */
public record ProxiedResponse(int status, List<String> headers, byte[] body) implements ProxyStep {

    private static final Pattern PROCESS = Pattern.compile("(?i)^x-process-id:\\s*(\\S+)$");
    private static final Pattern CERTIFICATE =
            Pattern.compile("\"response\"\\s*:\\s*\\{\\s*\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern HOP_BY_HOP = Pattern.compile("(?i)^(content-length|transfer-encoding|connection):.*");

    static ProxiedResponse of(HttpHead head, byte[] body) {
        return new ProxiedResponse(
                head.status(),
                head.lines().stream()
                        .skip(1)
                        .filter(line -> !HOP_BY_HOP.matcher(line).matches())
                        .toList(),
                body);
    }

    public static ProxiedResponse json(int status, String body, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(headers))
                .toList();
        return new ProxiedResponse(status, lines, body.getBytes(UTF_8));
    }

    public static ProxiedResponse html(int status, String... headers) {
        List<String> lines = Stream.concat(Stream.of("Content-Type: text/html"), Stream.of(headers))
                .toList();
        return new ProxiedResponse(status, lines, "<html><body>Welcome</body></html>".getBytes(UTF_8));
    }

    /** Returns the id of the order that it names. */
    public Optional<String> id() {
        return Stream.concat(
                        headers.stream().map(PROCESS::matcher), Stream.of(CERTIFICATE.matcher(new String(body, UTF_8))))
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    public ProxiedResponse withStatus(int other) {
        return new ProxiedResponse(other, headers, body);
    }

    public ProxiedResponse withBody(String other) {
        return new ProxiedResponse(status, headers, other.getBytes(UTF_8));
    }

    public ProxiedResponse with(String header) {
        return new ProxiedResponse(
                status, Stream.concat(headers.stream(), Stream.of(header)).toList(), body);
    }

    public ProxiedResponse without(String header) {
        String start = header.toLowerCase(Locale.ROOT) + ":";
        return new ProxiedResponse(
                status,
                headers.stream()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start))
                        .toList(),
                body);
    }

    /** Returns status line and headers, announcing this length. */
    public String head(long length) {
        return ProxyStep.head(status, length, headers.toArray(String[]::new));
    }

    /** Returns status line and headers without a length: the body ends with the connection. */
    public String headWithoutLength() {
        return head(0).replace("\r\nContent-Length: 0", "");
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(body.length).getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    @Override
    public boolean on(Exchange exchange) throws IOException {
        exchange.write(bytes());
        return true;
    }
}
