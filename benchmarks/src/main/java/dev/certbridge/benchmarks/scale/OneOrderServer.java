package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.certbridge.conformance.fixture.LocalTls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A server that answers every read and every order with the same regfish certificate, over plain TCP or TLS. It counts
 * the traffic.
 */
final class OneOrderServer implements AutoCloseable {

    private static final byte[] CERTIFICATE = ("{\"success\":true,\"response\":{\"id\":\"7K9QW3M4X2B8N5T1Z6VD0HJRPC\","
                    + "\"status\":\"pending\",\"order_state\":\"PENDING\",\"common_name\":\"www.example.com\","
                    + "\"dns_names\":[\"www.example.com\",\"example.com\"],\"product\":\"RapidSSL\","
                    + "\"validation\":{\"method\":\"dns-cname-token\",\"dns_records\":[{\"name\":\"_dcv.www.example.com\","
                    + "\"type\":\"CNAME\",\"value\":\"0123456789abcdef0123456789abcdef.example.net\"}]}}}")
            .getBytes(ISO_8859_1);

    private final ServerSocket listener;
    private final Optional<LocalTls> tls;
    private final Traffic traffic = new Traffic();

    OneOrderServer(Optional<LocalTls> tls) throws IOException {
        this.tls = tls;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                CountedSocket socket = new CountedSocket(traffic);
                implAccept(socket);
                traffic.connected();
                return socket;
            }
        };
        start(this::accept);
    }

    URI uri() {
        return URI.create(
                (tls.isPresent() ? "https://" + LocalTls.HOST : "http://127.0.0.1") + ":" + listener.getLocalPort());
    }

    Traffic.Count count() {
        return traffic.count();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                start(() -> converse(socket));
            }
        } catch (IOException e) {
            // The server was closed.
        }
    }

    private void converse(Socket plain) {
        try (Socket socket = tls.isPresent()
                ? tls.get().server().getSocketFactory().createSocket(plain, (InputStream) null, true)
                : plain) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                in.skipNBytes(Long.parseLong("0" + header(head, "content-length: ")));
                more = !header(head, "connection: ").equals("close");
                String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + CERTIFICATE.length + "\r\n" + (more ? "" : "Connection: close\r\n") + "\r\n";
                socket.getOutputStream().write((answer + new String(CERTIFICATE, ISO_8859_1)).getBytes(ISO_8859_1));
            }
        } catch (IOException e) {
            // The client closed the connection.
        }
    }

    /** Returns the head of the next request in lower case; an empty text if the client closed the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "one-order-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
