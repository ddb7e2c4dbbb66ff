package dev.certbridge.benchmarks.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.function.Function;

/** A connection. It answers one request after the other until the client closes it. */
final class Conversation implements Runnable {

    private static final String LENGTH = "content-length: ";

    private final Socket socket;
    private final Function<String, byte[]> answers;
    private final byte[] buffer = new byte[64 * 1024];
    private int filled;

    Conversation(Socket socket, Function<String, byte[]> answers) {
        this.socket = socket;
        this.answers = answers;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            boolean more = true;
            while (more) {
                int headEnd = head(in);
                if (headEnd == 0) {
                    return;
                }
                String head = new String(buffer, 0, headEnd, ISO_8859_1);
                String lower = head.toLowerCase(Locale.ROOT);
                int end = headEnd + bodyLength(lower);
                while (filled < end) {
                    fill(in);
                }
                filled -= end;
                System.arraycopy(buffer, end, buffer, 0, filled);
                out.write(answers.apply(head.substring(0, head.indexOf('\r'))));
                more = !lower.contains("\nconnection: close");
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    /**
     * Reads the head of the next request. Returns its length in the buffer, or 0 if the client closed the connection.
     */
    private int head(InputStream in) throws IOException {
        int looked = 0;
        while (true) {
            for (int i = Math.max(3, looked); i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                    return i + 1;
                }
            }
            looked = filled;
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return 0;
            }
            filled += read;
        }
    }

    private void fill(InputStream in) throws IOException {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
            throw new EOFException("a request broke off");
        }
        filled += read;
    }

    private static int bodyLength(String head) throws IOException {
        if (head.contains("\ntransfer-encoding:")) {
            throw new IOException("no contender may send its body in chunks");
        }
        int at = head.indexOf(LENGTH);
        return at < 0 ? 0 : Integer.parseInt(head.substring(at + LENGTH.length(), head.indexOf('\r', at)));
    }
}
