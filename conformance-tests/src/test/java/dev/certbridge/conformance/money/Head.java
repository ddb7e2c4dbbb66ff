package dev.certbridge.conformance.money;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands above the body of a request or an answer.
 *
 * @param lines its lines, the first one before its headers
 */
record Head(List<String> lines) {

    private static final String END = "\r\n\r\n";

    /** The next one, whose first byte was read already. */
    static Head read(int first, InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = first; next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf(END, head.length() - END.length()) >= 0) {
                return new Head(head.toString().strip().lines().toList());
            }
        }
        throw new EOFException("the head broke off");
    }

    /** How long the body is, where that is told, by the status too. */
    Optional<Integer> length() {
        boolean without = lines.get(0).startsWith("HTTP/") && (status() == 204 || status() == 304);
        return without ? Optional.of(0) : value("content-length").map(Integer::valueOf);
    }

    /** Of an answer in HTTP/1.0, where that has to be said. */
    boolean keepsConnection() {
        return value("connection").filter("keep-alive"::equalsIgnoreCase).isPresent();
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(lines.get(0).split(" ")[1]);
    }

    private Optional<String> value(String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
