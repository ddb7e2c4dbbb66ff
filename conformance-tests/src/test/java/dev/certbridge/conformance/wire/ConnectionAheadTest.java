package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.TestThreads;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import feign.RequestLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spends over connections that were opened ahead, at a server of bare sockets. */
class ConnectionAheadTest extends WireTest {

    private static final LocalTls LOCAL_TLS = LocalTls.create();
    private static final int LONG_MILLIS = 30_000;

    interface Api {
        @RequestLine("POST /order")
        ApiResponse order(SpendPermit spend);
    }

    /** The kind of connection. */
    enum Link {
        PLAIN,
        TLS
    }

    @ParameterizedTest
    @EnumSource
    void the_connection_of_the_order_is_opened_while_the_quote_is_on_its_way_and_used_once(Link link) throws Exception {
        try (Server server = new Server(link)) {
            Api api = api(server);
            CompletableFuture<ApiResponse> quote = call(api, following());
            Socket first = server.accept();
            read(first);
            Socket second = server.accept();
            answer(first, 1);
            assertThat(quote.get().text()).isEqualTo("1");

            CompletableFuture<ApiResponse> order = call(api, SpendPermit.once());
            assertThat(read(second)).startsWith("POST /order HTTP/1.1");
            answer(second, 2);
            assertThat(order.get().text()).isEqualTo("2");
            requireClosed(second);

            CompletableFuture<ApiResponse> next = call(api, SpendPermit.once());
            Socket third = server.accept();
            read(third);
            answer(third, 3);
            assertThat(next.get().text()).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void in_a_run_the_connection_is_opened_while_the_attempt_is_committed(Link link) throws Exception {
        try (Server server = new Server(link)) {
            CompletableFuture<Socket> opened = new CompletableFuture<>();
            CompletableFuture<ApiResponse> order = call(api(server), SpendPermit.once(new SpendPermit.Listener() {
                @Override
                public boolean opensAhead() {
                    return true;
                }

                @Override
                public void begin(Optional<Instant> serverTime) {
                    opened.complete(server.accept());
                }
            }));
            read(opened.get());
            answer(opened.get(), 1);
            assertThat(order.get().text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_no_spend_uses_is_closed_after_a_second_and_not_used_later(Link link) throws Exception {
        try (Server server = new Server(link)) {
            Api api = api(server);
            Socket ahead = openedAhead(api, server);
            requireClosed(ahead);

            CompletableFuture<ApiResponse> order = call(api, SpendPermit.once());
            Socket fresh = server.accept();
            read(fresh);
            answer(fresh, 3);
            assertThat(order.get().text()).isEqualTo("3");
        }
    }

    /** What a server does to a connection before its request. */
    enum Before {
        CLOSE,
        RESET,
        RESPOND
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_the_server_ends_before_the_request_is_replaced_and_the_request_written_once(Before before)
            throws Exception {
        for (Link link : Link.values()) {
            try (Server server = new Server(link)) {
                Api api = api(server);
                Socket ahead = openedAhead(api, server);
                switch (before) {
                    case CLOSE -> ahead.close();
                    case RESET -> reset(ahead);
                    case RESPOND -> answer(ahead, 4711);
                }
                SpendPermit permit = SpendPermit.once();
                CompletableFuture<ApiResponse> order = call(api, permit);
                Socket fresh = server.accept();
                assertThat(read(fresh)).startsWith("POST /order");
                answer(fresh, 3);
                assertThat(order.get().text()).isEqualTo("3");
                if (before == Before.RESPOND) {
                    requireClosed(ahead);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_the_server_closes_after_the_request_leaves_an_unknown_outcome(Link link) throws Exception {
        try (Server server = new Server(link)) {
            Api api = api(server);
            Socket ahead = openedAhead(api, server);
            CompletableFuture<ApiResponse> order = call(api, SpendPermit.once());
            read(ahead);
            ahead.close();
            assertThatThrownBy(order::get).hasCauseInstanceOf(OutcomeUnknownException.class);
            server.requireNoFurtherConnection();
        }
    }

    @Test
    void a_server_that_cannot_be_reached_ahead_receives_nothing() throws Exception {
        Server server = new Server(Link.PLAIN);
        server.close();
        SpendPermit permit = SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public boolean opensAhead() {
                return true;
            }
        });
        assertThatThrownBy(() -> api(server).order(permit)).isInstanceOf(NotSentException.class);
        assertThat(permit.written()).isFalse();
    }

    @Test
    void a_spend_without_a_following_spend_opens_one_connection() throws Exception {
        try (Server server = new Server(Link.PLAIN)) {
            CompletableFuture<ApiResponse> order = call(api(server), SpendPermit.once());
            Socket only = server.accept();
            read(only);
            answer(only, 1);
            order.get();
            server.requireNoFurtherConnection();
        }
    }

    /** Sends a quote, and returns the connection that was opened for the next spend. */
    private static Socket openedAhead(Api api, Server server) throws Exception {
        CompletableFuture<ApiResponse> quote = call(api, following());
        Socket first = server.accept();
        read(first);
        Socket ahead = server.accept();
        answer(first, 1);
        quote.get();
        return ahead;
    }

    private static SpendPermit following() {
        return SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public boolean isFollowed() {
                return true;
            }
        });
    }

    private static CompletableFuture<ApiResponse> call(Api api, SpendPermit permit) {
        CompletableFuture<ApiResponse> result = new CompletableFuture<>();
        TestThreads.run(() -> {
            try {
                result.complete(api.order(permit));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private Api api(Server server) {
        Transport transport = transport(ConnectOptions.builder()
                .uri(server.uri())
                .tls(LOCAL_TLS.client())
                .timeLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30))
                .build());
        return transport.api(Api.class);
    }

    /** Reads the head of a request. */
    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the request ended after: %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    /** Waits until the client has closed the connection. Fails if the client writes anything else. */
    private static void requireClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static void answer(Socket socket, int body) throws IOException {
        String text = Integer.toString(body);
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + text.length()
                + "\r\n\r\n" + text;
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** A server that only accepts connections. */
    private static final class Server implements AutoCloseable {

        private final Link link;
        private final ServerSocket listener;

        Server(Link link) throws IOException {
            this.link = link;
            this.listener = link == Link.TLS
                    ? LOCAL_TLS
                            .server()
                            .getServerSocketFactory()
                            .createServerSocket(0, 50, InetAddress.getLoopbackAddress())
                    : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(LONG_MILLIS);
        }

        URI uri() {
            String host = link == Link.TLS ? "https://" + LocalTls.HOST : "http://127.0.0.1";
            return URI.create(host + ":" + listener.getLocalPort());
        }

        Socket accept() {
            try {
                Socket socket = listener.accept();
                socket.setSoTimeout(LONG_MILLIS);
                if (socket instanceof SSLSocket tls) {
                    tls.startHandshake();
                }
                return socket;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void requireNoFurtherConnection() throws IOException {
            listener.setSoTimeout(100);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
