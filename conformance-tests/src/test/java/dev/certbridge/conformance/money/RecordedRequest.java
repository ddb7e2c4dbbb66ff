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
public record RecordedRequest(List<String> head, byte[] body) {

    /** The next request, whose first byte was read already. */
    public static RecordedRequest read(int first, InputStream in) throws IOException {
        Head head = Head.read(first, in);
        int length = head.length().orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body broke off");
        }
        return new RecordedRequest(head.lines(), body);
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

    /** The same once more, in the version of HTTP in which an answer has its length or ends with its connection. */
    public byte[] bytes() {
        String lines = head.stream()
                .skip(1)
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .collect(Collectors.joining(
                        "\r\n",
                        head.get(0).replace("HTTP/1.1", "HTTP/1.0") + "\r\n",
                        "\r\nConnection: keep-alive\r\n\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lines.getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordedRequest sent && head.equals(sent.head) && Arrays.equals(body, sent.body);
    }

    @Override
    public int hashCode() {
        return head.hashCode();
    }
}
