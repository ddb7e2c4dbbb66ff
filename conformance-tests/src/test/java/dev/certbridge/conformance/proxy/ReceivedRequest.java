package dev.certbridge.conformance.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request as it was on the wire. */
public record ReceivedRequest(int connection, List<String> head, byte[] bytes) {

    /** Reads a request whose first byte was read already. */
    static ReceivedRequest read(int connection, int first, InputStream in) throws IOException {
        HttpHead head = HttpHead.read(first, in);
        int length = head.length().orElse(0);
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body broke off");
        }
        return new ReceivedRequest(connection, head.lines(), body);
    }

    public String method() {
        return head.get(0).split(" ")[0];
    }

    /** Returns path and query, as written. */
    public String target() {
        return head.get(0).split(" ")[1];
    }

    public String body() {
        return new String(bytes, UTF_8);
    }

    /** Returns true for every method that may change something. */
    public boolean isWrite() {
        return !method().equals("GET");
    }

    /** Returns true for an order that only asks for its price. */
    public boolean isQuote() {
        return isWrite() && target().contains("quote=true");
    }

    /** Returns the first header of this name. */
    public Optional<String> header(String name) {
        return new HttpHead(head).value(name);
    }

    /** Returns the lines of the head that contain this text. */
    public List<String> linesWith(String text) {
        return head.stream().filter(line -> line.contains(text)).toList();
    }

    /** Returns the request in the version of HTTP in which a response has a length or ends with its connection. */
    byte[] asHttp10() {
        String lines = head.stream()
                .skip(1)
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .collect(Collectors.joining(
                        "\r\n",
                        head.get(0).replace("HTTP/1.1", "HTTP/1.0") + "\r\n",
                        "\r\nConnection: keep-alive\r\n\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lines.getBytes(ISO_8859_1));
        all.writeBytes(bytes);
        return all.toByteArray();
    }

    /** The lines above the body of a request or response. */
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
}
