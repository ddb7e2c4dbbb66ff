package dev.certbridge.conformance.money;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.wire.TestThreads;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands between a client and a stub must not add to what the stub does. */
class UpstreamConnectionTest {

    private RegfishStub stub;
    private UpstreamConnection behind;

    @BeforeEach
    void start() {
        stub = RegfishStub.start();
        behind = new UpstreamConnection(stub.uri().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        behind.close();
        stub.close();
    }

    @Test
    void one_answer_after_the_other_is_what_the_stub_said() throws Exception {
        StubResponseRecord missing = behind.forward(get("/tls/certificate/nothing"));
        StubResponseRecord products = behind.forward(get("/tls/products"));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(products.status()).isEqualTo(200);
        assertThat(behind.forward(get("/tls/certificate/nothing"))).isEqualTo(missing);
        assertThat(behind.forward(get("/tls/products")).body()).isEqualTo(products.body());
        assertThat(new String(products.body())).startsWith("{").endsWith("}").contains("\"sku\"");
        assertThat(stub.journal().received()).isEqualTo(4);
    }

    @Test
    @Timeout(10)
    void an_answer_without_a_body_is_not_waited_for() throws Exception {
        stub.answer("listProducts", CannedFailure.status(204));

        assertThat(behind.forward(get("/tls/products")).status()).isEqualTo(204);
        assertThat(behind.forward(get("/tls/products")).status()).isEqualTo(200);
    }

    @Test
    void an_answer_that_breaks_off_is_passed_on_as_far_as_it_came() throws Exception {
        stub.answer("listProducts", CannedFailure.malformed());

        StubResponseRecord broken = behind.forward(get("/tls/products"));

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.body()).isNotEmpty();
        assertThat(behind.forward(get("/tls/products")).status()).isEqualTo(200);
        assertThat(stub.journal().received()).isEqualTo(2);
    }

    @Test
    void no_answer_is_none_and_nothing_is_sent_again() throws Exception {
        assertThat(behind.forward(get("/tls/products")).status()).isEqualTo(200);
        stub.answer("listProducts", CannedFailure.drop());

        assertThatThrownBy(() -> behind.forward(get("/tls/products"))).isInstanceOf(EOFException.class);

        assertThat(stub.journal().received()).isEqualTo(2);
        assertThat(behind.forward(get("/tls/products")).status()).isEqualTo(200);
    }

    @Test
    void one_connection_carries_one_request_after_the_other() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> serving = TestThreads.run(() -> answerTwiceOverTheFirstConnection(server));
        try (UpstreamConnection one = new UpstreamConnection(server.getLocalPort())) {
            assertThat(one.forward(get("/a")).status()).isEqualTo(200);
            assertThat(one.forward(get("/b")).status()).isEqualTo(200);
        }
        serving.get(10, TimeUnit.SECONDS);
    }

    private static void answerTwiceOverTheFirstConnection(ServerSocket server) {
        try (server;
                Socket first = server.accept()) {
            // Where the second request comes over another one, nothing more comes here.
            first.setSoTimeout(5_000);
            for (int i = 0; i < 2; i++) {
                RecordedRequest.read(first.getInputStream().read(), first.getInputStream());
                first.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"
                                .getBytes(ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RecordedRequest get(String path) {
        return new RecordedRequest(
                List.of("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "x-api-key: " + stub.apiKey()), new byte[0]);
    }
}
