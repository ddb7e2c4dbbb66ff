package dev.certbridge.conformance.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The reaction of a {@link FaultProxy} to a complete request. */
@FunctionalInterface
public interface ProxyStep {

    /** The most bytes that an endless response has, in case the client never ends it. */
    int ENDLESS = 256 * 1024 * 1024;

    /** Returns true if the connection may carry another request. */
    boolean on(Exchange exchange) throws IOException;

    /** Does this step when a future is done. */
    default ProxyStep after(CompletableFuture<?> released) {
        return exchange -> {
            released.join();
            return on(exchange);
        };
    }

    /** A request and its connections. */
    record Exchange(
            Socket socket, ReceivedRequest request, Optional<UpstreamConnection> upstream, CountDownLatch closing) {

        /** Sends the request upstream and returns the response. Each call sends it once more. */
        public ProxiedResponse forward() throws IOException {
            return upstream.orElseThrow().forward(request);
        }

        public void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        public void write(String text) throws IOException {
            write(text.getBytes(ISO_8859_1));
        }

        /** Stays silent until the client hangs up. */
        public void awaitHangUp() throws IOException {
            socket.getInputStream().read();
        }

        /** Ends the connection with RST when it is closed. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
        }

        /** Waits a few milliseconds, less when the proxy closes. */
        public void pause() throws IOException {
            try {
                if (closing.await(4, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the proxy closes");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** Returns the response of the upstream. */
    static ProxyStep pass() {
        return exchange -> exchange.forward().on(exchange);
    }

    static ProxiedResponse response(int status, byte[] body, String... headers) {
        return new ProxiedResponse(status, List.of(headers), body);
    }

    static ProxiedResponse json(int status, String body, String... headers) {
        return ProxiedResponse.json(status, body, headers);
    }

    static ProxiedResponse html(int status, String... headers) {
        return ProxiedResponse.html(status, headers);
    }

    /** Returns a status line, headers and an announced length. */
    static String head(int status, long length, String... headers) {
        List<String> lines = Stream.concat(Stream.of(headers), Stream.of("Content-Length: " + length))
                .toList();
        return "HTTP/1.1 " + status + " Said\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    static ProxyStep hangUp() {
        return exchange -> false;
    }

    /** Hangs up with RST. */
    static ProxyStep reset() {
        return exchange -> {
            exchange.reset();
            return false;
        };
    }

    static ProxyStep silence() {
        return stall("");
    }

    /** Writes exactly these bytes, then hangs up. */
    static ProxyStep raw(String text) {
        return exchange -> {
            exchange.write(text);
            return false;
        };
    }

    /** Writes these bytes, then stays silent. */
    static ProxyStep stall(String text) {
        return exchange -> {
            exchange.write(text);
            exchange.awaitHangUp();
            return false;
        };
    }

    /** Writes these bytes, then one more every few milliseconds for some seconds. */
    static ProxyStep trickle(String text) {
        return exchange -> {
            exchange.write(text);
            for (int i = 0; i < 2000; i++) {
                exchange.pause();
                exchange.write("a");
            }
            return false;
        };
    }

    /** Writes this, then that over and over, as fast as it is read. */
    static ProxyStep flood(String first, String again) {
        byte[] block = again.repeat(1 + 8192 / again.length()).getBytes(ISO_8859_1);
        return exchange -> {
            exchange.write(first);
            for (int sent = 0; sent < ENDLESS; sent += block.length) {
                exchange.write(block);
            }
            return false;
        };
    }

    /** Opens a tunnel to a port of this machine, whatever host the client asked for. */
    static ProxyStep tunnel(int port, String response) {
        return exchange -> {
            exchange.write(response);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                CompletableFuture<Void> up = TestThreads.run(() -> copy(exchange.socket(), server));
                copy(server, exchange.socket());
                up.join();
            }
            return false;
        };
    }

    /** Copies until one side ends, and then ends the other: a reset must not leave the opposite copy waiting. */
    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException broken) {
            try {
                to.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
