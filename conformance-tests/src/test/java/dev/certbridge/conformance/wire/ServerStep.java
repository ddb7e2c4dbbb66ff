package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** What the raw server does once it has read a whole request. */
@FunctionalInterface
interface ServerStep {

    /** The longest that anything endless goes on when no client ends it, in bytes. */
    int ENDLESS = 256 * 1024 * 1024;

    /** Does it; true when the connection may carry another request. */
    boolean on(Peer peer) throws IOException;

    /** The connection and what came over it. */
    record Peer(Socket socket, Received request, CountDownLatch closing) {

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        void write(String text) throws IOException {
            write(Received.latin1(text));
        }

        /** Stays silent until the other side hangs up. */
        void untilHungUp() throws IOException {
            socket.getInputStream().read();
        }

        /** Passes a few milliseconds, less when the server closes. */
        void breathe() throws IOException {
            try {
                if (closing.await(4, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the server closes");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    static ServerStep answer(int status, byte[] body, String... headers) {
        return peer -> {
            peer.write(head(status, body.length, headers));
            peer.write(body);
            return true;
        };
    }

    static ServerStep json(int status, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/json";
        return answer(status, body.getBytes(UTF_8), all);
    }

    static ServerStep html(int status) {
        return answer(status, "<html><body>Welcome</body></html>".getBytes(UTF_8), "Content-Type: text/html");
    }

    static String head(int status, long length, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 " + status + " Said\r\n" + lines + "Content-Length: " + length + "\r\n\r\n";
    }

    /** Hangs up. */
    static ServerStep drop() {
        return peer -> false;
    }

    /** Hangs up with RST. */
    static ServerStep reset() {
        return peer -> {
            peer.socket().setSoLinger(true, 0);
            return false;
        };
    }

    static ServerStep silence() {
        return peer -> {
            peer.untilHungUp();
            return false;
        };
    }

    /** Exactly these bytes, then hangs up. */
    static ServerStep raw(String text) {
        return peer -> {
            peer.write(text);
            return false;
        };
    }

    /** These bytes, then silence. */
    static ServerStep stall(String text) {
        return peer -> {
            peer.write(text);
            peer.untilHungUp();
            return false;
        };
    }

    /** These bytes at once, then one more every few milliseconds for some seconds. */
    static ServerStep trickle(String text) {
        return peer -> {
            peer.write(text);
            for (int i = 0; i < 2000; i++) {
                peer.breathe();
                peer.write("a");
            }
            return false;
        };
    }

    /** This, then that over and over, as fast as it is taken. */
    static ServerStep flood(String first, String again) {
        byte[] block = Received.latin1(again.repeat(1 + 8192 / again.length()));
        return peer -> {
            peer.write(first);
            for (int sent = 0; sent < ENDLESS; sent += block.length) {
                peer.write(block);
            }
            return false;
        };
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
