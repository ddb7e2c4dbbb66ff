package dev.certbridge.benchmarks.contender;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.certbridge.benchmarks.server.Bodies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/**
 * A socket that writes prepared bytes, and reads as many bytes as the first response had. It is the lower limit of the
 * cost of a call.
 */
final class RawSocket implements Contender {

    private final URI server;
    private final byte[] order;
    private final byte[] poll;
    private final ThreadLocal<Line> lines = ThreadLocal.withInitial(this::line);

    RawSocket(URI server) {
        this.server = server;
        byte[] body = Bodies.ofContract().order();
        String host = "Host: " + server.getAuthority() + "\r\nAccept: application/json\r\nx-api-key: " + KEY + "\r\n";
        ByteArrayOutputStream post = new ByteArrayOutputStream();
        post.writeBytes(("POST /tls/certificate HTTP/1.1\r\n" + host
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(US_ASCII));
        post.writeBytes(body);
        this.order = post.toByteArray();
        this.poll = ("GET /tls/certificate/" + Bodies.ID + " HTTP/1.1\r\n" + host + "\r\n").getBytes(US_ASCII);
    }

    @Override
    public Object order() throws IOException {
        Line line = lines.get();
        line.orderLength = line.exchange(order, line.orderLength);
        return line;
    }

    @Override
    public Object poll() throws IOException {
        Line line = lines.get();
        line.pollLength = line.exchange(poll, line.pollLength);
        return line;
    }

    private Line line() {
        try {
            Socket socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            return new Line(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection with the lengths of its responses. */
    private static final class Line {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[16 * 1024];
        private int orderLength;
        private int pollLength;

        private Line(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        private int exchange(byte[] request, int known) throws IOException {
            out.write(request);
            int read = in.read(buffer);
            int length = known == 0 ? lengthOf(new String(buffer, 0, read, US_ASCII)) : known;
            while (read < length) {
                read += in.read(buffer, read, length - read);
            }
            return length;
        }

        private static int lengthOf(String answer) {
            int at = answer.indexOf("Content-Length: ") + 16;
            return answer.indexOf("\r\n\r\n") + 4 + Integer.parseInt(answer.substring(at, answer.indexOf('\r', at)));
        }
    }
}
