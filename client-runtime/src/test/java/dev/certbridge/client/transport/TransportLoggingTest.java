package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import feign.RequestLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The log lines of HttpClient, with all its loggers at debug by {@code simplelogger.properties}. */
class TransportLoggingTest {

    private static final String KEY = "obviously-fake-key-4711";

    interface Api {
        @RequestLine("GET /read")
        ApiResponse read();
    }

    @Test
    void the_key_is_in_no_log_line() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream standard = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> respond(server));
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Credential credential = Credential.header("x-api-key", KEY);
            try (Transport transport =
                    new Transport("test", uri, credential, ConnectOptions.defaults(), CannedHttp.UNEXPECTED)) {
                assertThat(transport.api(Api.class).read().status()).isEqualTo(200);
            }
            assertThat(head.join()).as("what was sent").contains(KEY);
        } finally {
            System.setErr(standard);
        }
        assertThat(log.toString(UTF_8)).as("that debug is on").contains("DEBUG").doesNotContain(KEY);
    }

    private static String respond(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] head = new byte[4096];
            int length = socket.getInputStream().read(head);
            String response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Echo: " + KEY + "\r\n\r\n";
            socket.getOutputStream().write(response.getBytes(US_ASCII));
            return new String(head, 0, length, US_ASCII);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
