package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A request as it stood on the wire.
 *
 * @param connection the number of the connection it came over, from 1
 * @param head its lines, the request line first
 * @param body its bytes as text
 */
record Received(int connection, List<String> head, String body) {

    private static final String END = "\r\n\r\n";

    static Received read(int connection, char first, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder().append(first);
        while (head.indexOf(END, head.length() - END.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the head broke off");
            }
            head.append((char) next);
        }
        Received request = new Received(connection, head.toString().lines().toList(), "");
        int length = request.header("content-length").map(Integer::parseInt).orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body broke off");
        }
        return new Received(connection, request.head, new String(body, UTF_8));
    }

    String method() {
        return head.get(0).split(" ")[0];
    }

    /** Path and query, as written. */
    String target() {
        return head.get(0).split(" ")[1];
    }

    /** The first header of this name. */
    Optional<String> header(String name) {
        return head.stream()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** The lines of the head that hold this text. */
    List<String> linesWith(String text) {
        return head.stream().filter(line -> line.contains(text)).toList();
    }

    static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
