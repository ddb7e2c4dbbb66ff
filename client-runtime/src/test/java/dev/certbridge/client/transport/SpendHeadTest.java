package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import feign.RequestLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the report of the head of a response to an order. */
class SpendHeadTest {

    interface Api {
        @RequestLine("POST /order")
        ApiResponse order(Map<String, String> body, SpendPermit spend);
    }

    /** One commit then stores the head and the id, also of a response that is longer than the buffer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 600, 3_000, 5_000, 20_000})
    void a_body_that_arrived_with_its_head_is_reported_together_with_it(int length) throws Exception {
        assertThat(reported(length, length)).containsExactly(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 5_000})
    void a_head_is_reported_before_the_rest_of_a_body_that_has_not_arrived(int length) throws Exception {
        assertThat(reported(length, length - 1)).containsExactly(0);
    }

    /** Sends a response, without its end until the head was reported. Returns the lengths of the reported bodies. */
    private static List<Integer> reported(int length, int first) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        CompletableFuture<Void> head = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Transport transport = new Transport(
                        "test",
                        URI.create("http://127.0.0.1:" + server.getLocalPort()),
                        Credential.header("x-api-key", "obviously-fake"),
                        ConnectOptions.defaults(),
                        CannedHttp.UNEXPECTED)) {
            CompletableFuture<Void> responded =
                    CompletableFuture.runAsync(() -> respond(server, "x".repeat(length), first, head));
            SpendPermit permit = SpendPermit.once(new SpendPermit.Listener() {
                @Override
                public void head(ApiResponse response) {
                    lengths.add(response.body().length);
                    head.complete(null);
                }
            });
            assertThat(transport
                            .api(Api.class)
                            .order(Map.of("csr", "none"), permit)
                            .body())
                    .hasSize(length);
            responded.join();
        }
        return lengths;
    }

    private static void respond(ServerSocket server, String body, int first, CompletableFuture<Void> head) {
        try (Socket socket = server.accept()) {
            StringBuilder request = new StringBuilder();
            while (!request.toString().endsWith("}")) {
                request.append((char) socket.getInputStream().read());
            }
            String begin =
                    "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body.substring(0, first);
            socket.getOutputStream().write(begin.getBytes(US_ASCII));
            if (first < body.length()) {
                head.join();
                socket.getOutputStream().write(body.substring(first).getBytes(US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
