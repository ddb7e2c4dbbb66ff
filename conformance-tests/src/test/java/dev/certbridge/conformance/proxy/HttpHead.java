package dev.certbridge.conformance.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines above the body of a request or response.
 *
 * @param lines the request line or status line, then the headers
 */
record HttpHead(List<String> lines) {

    private static final String END = "\r\n\r\n";

    /** Reads a head whose first byte was read already. */
    static HttpHead read(int first, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = first; next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf(END, head.length() - END.length()) >= 0) {
                return new HttpHead(head.toString().strip().lines().toList());
            }
        }
        throw new EOFException("the head broke off");
    }

    /** Returns the length of the body, if headers or status give it. */
    Optional<Integer> length() {
        boolean without = lines.get(0).startsWith("HTTP/") && (status() == 204 || status() == 304);
        return without ? Optional.of(0) : value("content-length").map(Integer::valueOf);
    }

    /** Returns true if a response in HTTP/1.0 keeps its connection. */
    boolean keepsConnection() {
        return value("connection").filter("keep-alive"::equalsIgnoreCase).isPresent();
    }

    int status() {
        return Integer.parseInt(lines.get(0).split(" ")[1]);
    }

    Optional<String> value(String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
