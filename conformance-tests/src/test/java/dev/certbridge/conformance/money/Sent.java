package dev.certbridge.conformance.money;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A request as a client put it on the wire.
 *
 * @param head its lines, the request line first
 * @param body its bytes
 */
public record Sent(List<String> head, byte[] body) {

    private static final String END = "\r\n\r\n";

    /** The next request, whose first byte was read already. */
    public static Sent read(int first, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf(END, head.length() - END.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the head broke off");
            }
            head.append((char) next);
        }
        List<String> lines = head.toString().strip().lines().toList();
        int length = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body broke off");
        }
        return new Sent(lines, body);
    }

    /** Anything that may change something. */
    public boolean isWrite() {
        return !head.get(0).startsWith("GET ");
    }

    /** A question for the price. */
    public boolean isQuestion() {
        return isWrite() && target().contains("quote=true");
    }

    /** Path and query, as written. */
    public String target() {
        return head.get(0).split(" ")[1];
    }

    public String text() {
        return new String(body, UTF_8);
    }

    /** The same once more, in the version of HTTP whose answers end with their connection. */
    public byte[] bytes() {
        String lines = head.stream()
                .skip(1)
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .collect(Collectors.joining("\r\n", head.get(0).replace("HTTP/1.1", "HTTP/1.0") + "\r\n", END));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lines.getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sent sent && head.equals(sent.head) && Arrays.equals(body, sent.body);
    }

    @Override
    public int hashCode() {
        return head.hashCode();
    }
}
