package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list without pages is read as it arrives: none of it is kept, and what breaks off is never a short list. */
class StreamedListTest {

    private static final int MIB = 1024 * 1024;
    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 256L * MIB);
    private static final String ROW =
            "{\"id\":\"%013d\",\"status\":\"pending\",\"pending_message\":\"" + "x".repeat(790) + "\"}";

    private final List<String> ids = new ArrayList<>();

    @Test
    void entries_are_handed_on_once_and_in_order() {
        ServerStep list = ServerStep.json(
                200,
                "{\"code\":0,\"response\":[{\"id\":\"A\"},null,{\"id\":\"B\",\"new\":{\"x\":[1]}}],\"success\":true}");
        try (RawServer server = RawServer.always(list)) {
            read(server.options(), ROWS, certificate -> ids.add(certificate.getId()));
            assertThat(server.requests().get(0).head().get(0)).startsWith("GET /tls/certificate HTTP");
            assertThat(server.requests().get(0).header("x-api-key")).contains(GeneratedClientSession.KEY);
        }
        assertThat(ids).containsExactly("A", "B");
    }

    @Test
    void gzip_is_read_and_the_connection_used_again() {
        byte[] packed = ServerStep.gzip("{\"success\":true,\"response\":[{\"id\":\"A\"}]}".getBytes(UTF_8));
        try (RawServer server = RawServer.always(ServerStep.answer(200, packed, "Content-Encoding: gzip"));
                Transport transport = transport(server.options())) {
            for (int i = 0; i < 2; i++) {
                read(transport, ROWS, certificate -> ids.add(certificate.getId()));
            }
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(ids).containsExactly("A", "A");
    }

    static Stream<Named<ServerStep>> noLists() {
        return Stream.of(
                Named.of("a no", ServerStep.json(200, "{\"success\":false,\"response\":[{\"id\":\"A\"}]}")),
                Named.of("a no at the end", ServerStep.json(200, "{\"response\":[{\"id\":\"A\"}],\"success\":false}")),
                Named.of("no response", ServerStep.json(200, "{\"success\":true}")),
                Named.of("null", ServerStep.json(200, "{\"success\":true,\"response\":null}")),
                Named.of("an object", ServerStep.json(200, "{\"success\":true,\"response\":{}}")),
                Named.of("html", ServerStep.html(200)),
                Named.of("nothing", ServerStep.json(200, "")),
                Named.of("204", ServerStep.raw("HTTP/1.1 204 Nothing\r\n\r\n")),
                Named.of("two documents", ServerStep.json(200, "{\"response\":[]}{}")),
                Named.of("no end", ServerStep.json(200, "{\"success\":true,\"response\":[{\"id\":\"A\"}")),
                Named.of("an entry that is none", ServerStep.json(200, "{\"response\":[{\"id\":\"A\"},[]]}")),
                Named.of("brotli", ServerStep.json(200, "{}", "Content-Encoding: br")));
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void what_is_no_list_is_a_broken_contract_and_never_an_empty_one(ServerStep act) {
        try (RawServer server = RawServer.always(act)) {
            assertThatThrownBy(() -> read(
                            server.options().toBuilder()
                                    .retries(ReadRetries.usual())
                                    .build(),
                            ROWS,
                            certificate -> {}))
                    .isInstanceOf(BrokenContractException.class)
                    .message()
                    .hasLineCount(1)
                    .doesNotContain("Welcome");
            assertThat(server.began()).isEqualTo(1);
        }
    }

    @Test
    void a_list_that_breaks_off_after_its_first_entry_fails_and_is_not_begun_anew() {
        ServerStep half = ServerStep.raw(ServerStep.head(200, 9999)
                + "{\"success\":true,\"response\":[{\"id\":\"A\"},{\"id\":\"B\",\"dns_names\":[\"a");
        try (RawServer server = RawServer.always(half)) {
            assertThatThrownBy(() -> read(
                            server.options().toBuilder()
                                    .retries(ReadRetries.usual())
                                    .build(),
                            ROWS,
                            certificate -> ids.add(certificate.getId())))
                    .isInstanceOf(ProviderFaultException.class);
            assertThat(server.began()).isEqualTo(1);
        }
        assertThat(ids).containsExactly("A");
    }

    @Test
    void before_the_first_entry_it_is_read_again() {
        AtomicInteger count = new AtomicInteger();
        ServerStep list = ServerStep.json(200, "{\"success\":true,\"response\":[{\"id\":\"A\"}]}");
        ServerStep broken = ServerStep.raw(ServerStep.head(200, 9999) + "{\"success\":true,\"response\":[");
        List<ServerStep> acts = List.of(ServerStep.json(503, "{}"), broken, list);
        try (RawServer server = RawServer.scripted(request -> acts.get(count.getAndIncrement()))) {
            read(
                    server.options().toBuilder()
                            .retries(new ReadRetries(3, Duration.ZERO, Duration.ZERO))
                            .build(),
                    ROWS,
                    certificate -> ids.add(certificate.getId()));
        }
        assertThat(ids).containsExactly("A");
    }

    @Test
    void what_the_taker_throws_is_passed_on_as_it_is() {
        try (RawServer server =
                RawServer.always(ServerStep.flood(ServerStep.head(200, Long.MAX_VALUE) + "{\"response\":[{}", ",{}"))) {
            IllegalStateException full = new IllegalStateException("the disk is full");
            assertThatThrownBy(() -> read(
                            server.options().toBuilder()
                                    .retries(ReadRetries.usual())
                                    .build(),
                            ROWS,
                            certificate -> {
                                throw full;
                            }))
                    .isSameAs(full);
            assertThat(server.began()).isEqualTo(1);
        }
    }

    @Test
    void a_list_longer_than_its_bound_and_an_entry_longer_than_an_answer_are_refused() {
        JsonArraySource<Certificate> short1 = new JsonArraySource<>(Certificate.class, "response", "success", 2 * MIB);
        try (RawServer server =
                RawServer.always(ServerStep.flood(ServerStep.head(200, Long.MAX_VALUE) + "{\"response\":[{}", ",{}"))) {
            assertThatThrownBy(() -> read(server.options(), short1, certificate -> {}))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("longer than 2097152 bytes");
        }
        try (RawServer server = RawServer.always(ServerStep.flood(
                ServerStep.head(200, Long.MAX_VALUE) + "{\"response\":[{\"dns_names\":[\"a\"", ",\"a\""))) {
            assertThatThrownBy(() -> read(
                            server.options().toBuilder().maxResponseBytes(MIB).build(), ROWS, certificate -> {}))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("an entry is longer than 1048576 bytes");
        }
    }

    @Test
    void a_list_that_stalls_ends_at_the_deadline() {
        try (RawServer server =
                RawServer.always(ServerStep.stall(ServerStep.head(200, 999) + "{\"response\":[{\"id\":\"A\"},"))) {
            assertThatThrownBy(() -> read(server.options(Duration.ofMillis(300)), ROWS, certificate -> {}))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("no complete response within 300 ms");
        }
    }

    @Test
    void a_hundred_thousand_orders_pass_through_without_being_kept() {
        int orders = 100_000;
        AtomicLong sent = new AtomicLong();
        long[] furthestAhead = {0};
        int[] count = {0};
        List<WeakReference<Certificate>> sample = new ArrayList<>();
        try (RawServer server = RawServer.always(peer -> write(peer, orders, sent))) {
            read(server.options(), ROWS, certificate -> {
                long taken = (long) count[0]++ * ROW.length();
                furthestAhead[0] = Math.max(furthestAhead[0], sent.get() - taken);
                if (count[0] % 10_000 == 0) {
                    sample.add(new WeakReference<>(certificate));
                }
            });
        }
        assertThat(count[0]).isEqualTo(orders);
        assertThat(sent.get()).isGreaterThan(80_000_000);
        // The server is held back by us: what it is ahead stands in socket buffers, not in our memory.
        assertThat(furthestAhead[0]).isLessThan(16L * MIB);
        System.gc();
        assertThat(sample)
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.refersTo(null)).isTrue());
    }

    private static boolean write(ServerStep.Peer peer, int orders, AtomicLong sent) throws IOException {
        peer.write("HTTP/1.1 200 OK\r\n\r\n{\"success\":true,\"response\":[");
        for (int from = 0; from < orders; from += 100) {
            StringBuilder some = new StringBuilder();
            for (int i = from; i < from + 100; i++) {
                some.append(i == 0 ? "" : ",").append(String.format(ROW, i));
            }
            peer.write(some.toString());
            sent.addAndGet(some.length());
        }
        peer.write("]}");
        return false;
    }

    private static void read(ConnectOptions options, JsonArraySource<Certificate> rows, Consumer<Certificate> each) {
        try (Transport transport = transport(options)) {
            read(transport, rows, each);
        }
    }

    private static void read(Transport transport, JsonArraySource<Certificate> rows, Consumer<Certificate> each) {
        transport.stream(TlsCertificatesApi.class, TlsCertificatesApi::listCertificates, rows, each);
    }

    private static Transport transport(ConnectOptions options) {
        return new Transport(
                "regfish",
                options.uri().orElseThrow(),
                Credential.header("x-api-key", GeneratedClientSession.KEY),
                options,
                new AnyErrorMapper());
    }
}
