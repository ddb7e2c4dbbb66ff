package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import feign.RequestLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The log lines of HttpClient, with all its loggers at debug by {@code simplelogger.properties}. */
class TransportLoggingTest {

    private static final String KEY = "obviously-fake-key-4711";
    private static final String CSR = "obviously-fake-csr-0815";

    interface Api {
        @RequestLine("GET /read")
        ApiResponse read();

        @RequestLine("POST /order")
        ApiResponse order(Map<String, String> body, SpendPermit spend);
    }

    @Test
    void the_key_and_the_csr_are_in_no_log_line() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream standard = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Transport transport = new Transport(
                        "test",
                        URI.create("http://127.0.0.1:" + server.getLocalPort()),
                        Credential.header("x-api-key", KEY),
                        ConnectOptions.defaults(),
                        CannedHttp.UNEXPECTED)) {
            Api api = transport.api(Api.class);
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> respond(server));
            assertThat(api.read().text()).contains(KEY, CSR);
            assertThat(read.join()).as("what was sent").contains(KEY);
            CompletableFuture<String> order = CompletableFuture.supplyAsync(() -> respond(server));
            assertThat(api.order(Map.of("csr", CSR), SpendPermit.once()).status())
                    .isEqualTo(200);
            assertThat(order.join()).as("what was sent").contains(KEY, CSR);
        } finally {
            System.setErr(standard);
        }
        assertThat(log.toString(UTF_8))
                .as("that debug is on")
                .contains("DEBUG org.apache.hc")
                .doesNotContain(KEY, CSR);
    }

    /** Reads a request, and sends key and CSR back. */
    private static String respond(ServerSocket server) {
        try (Socket socket = server.accept()) {
            StringBuilder request = new StringBuilder();
            while (!request.toString().matches("(?s)GET .*\r\n\r\n|POST .*}")) {
                request.append((char) socket.getInputStream().read());
            }
            String response = """
                    HTTP/1.1 200 OK\r
                    Content-Length: %2$d\r
                    Connection: close\r
                    X-Echo: %1$s\r
                    \r
                    %1$s""".formatted(KEY + CSR, (KEY + CSR).length());
            socket.getOutputStream().write(response.getBytes(US_ASCII));
            return request.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
