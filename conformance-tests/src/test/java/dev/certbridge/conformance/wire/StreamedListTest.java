package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.flood;
import static dev.certbridge.conformance.proxy.ProxyStep.gzip;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.html;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static dev.certbridge.conformance.proxy.ProxyStep.response;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static dev.certbridge.conformance.proxy.ProxyStep.trickle;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
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
class StreamedListTest extends WireTest {

    private static final int MIB = 1024 * 1024;
    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 256L * MIB);
    private static final String ROW =
            "{\"id\":\"%013d\",\"status\":\"pending\",\"pending_message\":\"" + "x".repeat(790) + "\"}";

    private final List<String> ids = new ArrayList<>();

    @Test
    void entries_are_delivered_once_and_in_order() {
        ProxyStep list = json(
                200,
                "{\"code\":0,\"response\":[{\"id\":\"A\"},null,{\"id\":\"B\",\"new\":{\"x\":[1]}}],\"success\":true}");
        FaultProxy server = always(list);
        read(server.options(), ROWS);
        assertThat(server.requests().get(0).head().get(0)).startsWith("GET /tls/certificate HTTP");
        assertThat(server.requests().get(0).header("x-api-key")).contains(GeneratedClient.KEY);
        assertThat(ids).containsExactly("A", "B");
    }

    @Test
    void gzip_is_read_and_the_connection_used_again() {
        byte[] packed = gzip("{\"success\":true,\"response\":[{\"id\":\"A\"}]}".getBytes(UTF_8));
        FaultProxy server = always(response(200, packed, "Content-Encoding: gzip"));
        Transport transport = transport(server.options());
        for (int i = 0; i < 2; i++) {
            read(transport, ROWS, certificate -> ids.add(certificate.getId()));
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(ids).containsExactly("A", "A");
    }

    static Stream<Named<ProxyStep>> noLists() {
        return Stream.of(
                Named.of("a no", json(200, "{\"success\":false,\"response\":[{\"id\":\"A\"}]}")),
                Named.of("a no at the end", json(200, "{\"response\":[{\"id\":\"A\"}],\"success\":false}")),
                Named.of("no response", json(200, "{\"success\":true}")),
                Named.of("null", json(200, "{\"success\":true,\"response\":null}")),
                Named.of("an object", json(200, "{\"success\":true,\"response\":{}}")),
                Named.of("html", html(200)),
                Named.of("nothing", json(200, "")),
                Named.of("204", raw("HTTP/1.1 204 Nothing\r\n\r\n")),
                Named.of("two documents", json(200, "{\"response\":[]}{}")),
                Named.of("no end", json(200, "{\"success\":true,\"response\":[{\"id\":\"A\"}")),
                Named.of("an entry that is none", json(200, "{\"response\":[{\"id\":\"A\"},[]]}")),
                Named.of("brotli", json(200, "{}", "Content-Encoding: br")));
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void a_response_without_a_list_is_a_broken_contract_and_never_an_empty_list(ProxyStep act) {
        FaultProxy server = always(act);
        assertThatThrownBy(
                        () -> read(server.options(it -> it.retries(ReadRetryPolicy.usual())), ROWS, certificate -> {}))
                .isInstanceOf(BrokenContractException.class)
                .message()
                .hasLineCount(1)
                .doesNotContain("Welcome");
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_list_that_breaks_off_after_its_first_entry_fails_and_is_not_begun_anew() {
        ProxyStep half = raw(
                head(200, 9999) + "{\"success\":true,\"response\":[{\"id\":\"A\"},{\"id\":\"B\",\"dns_names\":[\"a");
        FaultProxy server = always(half);
        assertThatThrownBy(() -> read(server.options(it -> it.retries(ReadRetryPolicy.usual())), ROWS))
                .isInstanceOf(ProviderFaultException.class);
        assertThat(server.began()).isEqualTo(1);
        assertThat(ids).containsExactly("A");
    }

    @Test
    void before_the_first_entry_it_is_read_again() {
        AtomicInteger count = new AtomicInteger();
        ProxyStep list = json(200, "{\"success\":true,\"response\":[{\"id\":\"A\"}]}");
        ProxyStep broken = raw(head(200, 9999) + "{\"success\":true,\"response\":[");
        List<ProxyStep> acts = List.of(json(503, "{}"), broken, list);
        FaultProxy server = open(FaultProxy.scripted(request -> acts.get(count.getAndIncrement())));
        read(server.options(it -> it.retries(new ReadRetryPolicy(3, Duration.ZERO, Duration.ZERO))), ROWS);
        assertThat(ids).containsExactly("A");
    }

    @Test
    void an_exception_of_the_consumer_is_passed_on() {
        FaultProxy server = always(flood(head(200, Long.MAX_VALUE) + "{\"response\":[{}", ",{}"));
        IllegalStateException full = new IllegalStateException("the disk is full");
        assertThatThrownBy(() -> read(server.options(it -> it.retries(ReadRetryPolicy.usual())), ROWS, certificate -> {
                    throw full;
                }))
                .isSameAs(full);
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_list_longer_than_its_bound_and_an_entry_longer_than_a_response_are_refused() {
        JsonArraySource<Certificate> twoMebibytes =
                new JsonArraySource<>(Certificate.class, "response", "success", 2 * MIB);
        try (FaultProxy server = FaultProxy.always(flood(head(200, Long.MAX_VALUE) + "{\"response\":[{}", ",{}"))) {
            assertThatThrownBy(() -> read(server.options(), twoMebibytes, certificate -> {}))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("longer than 2097152 bytes");
        }
        try (FaultProxy server = FaultProxy.always(
                flood(head(200, Long.MAX_VALUE) + "{\"response\":[{\"dns_names\":[\"a\"", ",\"a\""))) {
            assertThatThrownBy(() -> read(server.options(it -> it.maxResponseBytes(MIB)), ROWS, certificate -> {}))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("an entry is longer than 1048576 bytes");
        }
    }

    @Test
    void a_list_that_stalls_ends_at_the_deadline() {
        FaultProxy server = always(stall(head(200, 999) + "{\"response\":[{\"id\":\"A\"},"));
        assertThatThrownBy(() -> read(server.options(Duration.ofMillis(300)), ROWS, certificate -> {}))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("no complete response within 300 ms");
    }

    @Test
    void a_hundred_thousand_orders_are_delivered_without_being_stored() {
        int orders = 100_000;
        AtomicLong sent = new AtomicLong();
        long[] furthestAhead = {0};
        int[] count = {0};
        List<WeakReference<Certificate>> sample = new ArrayList<>();
        try (FaultProxy server = FaultProxy.always(exchange -> write(exchange, orders, sent))) {
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

    private static boolean write(ProxyStep.Exchange exchange, int orders, AtomicLong sent) throws IOException {
        exchange.write("HTTP/1.1 200 OK\r\n\r\n{\"success\":true,\"response\":[");
        for (int from = 0; from < orders; from += 100) {
            StringBuilder some = new StringBuilder();
            for (int i = from; i < from + 100; i++) {
                some.append(i == 0 ? "" : ",").append(String.format(ROW, i));
            }
            exchange.write(some.toString());
            sent.addAndGet(some.length());
        }
        exchange.write("]}");
        return false;
    }

    private void read(ConnectOptions options, JsonArraySource<Certificate> rows, Consumer<Certificate> each) {
        read(transport(options), rows, each);
    }

    private void read(Transport transport, JsonArraySource<Certificate> rows, Consumer<Certificate> each) {
        transport.stream(TlsCertificatesApi.class, TlsCertificatesApi::listCertificates, rows, each);
    }

    private static final String BEGIN = "{\"success\":true,\"response\":[";

    @Test
    void a_list_that_makes_progress_ends_at_the_deadline_too() {
        Duration limit = Duration.ofSeconds(1);
        String entry = "{\"id\":\"A\",\"pending_message\":\"" + "x".repeat(MIB / 16) + "\"},";
        ProxyStep slow = exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\n\r\n" + BEGIN);
            // A mebibyte in about a tenth of a second, as long as it is taken.
            for (int i = 0; i < 4_000; i++) {
                exchange.write(entry);
                exchange.pause();
            }
            return false;
        };
        long start = System.nanoTime();
        FaultProxy server = always(slow);
        JsonArraySource<Certificate> endless = exactly(256L * MIB);
        assertThatThrownBy(() -> read(server.options(limit), endless))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("no complete response within 1000 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(ids).isNotEmpty();
    }

    @Test
    void a_list_that_trickles_ends_at_the_deadline() {
        FaultProxy server = always(trickle(head(200, MIB) + BEGIN + "{\"id\":\""));
        assertThatThrownBy(() -> read(server.options(Duration.ofMillis(400))))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("no complete response within 400 ms");
    }

    @Test
    void an_entry_is_bounded_by_itself_and_not_with_what_stands_before_it() {
        String text = "x".repeat(MIB * 2 / 3);
        String list =
                "{\"note\":\"%1$s\",\"response\":[{\"id\":\"A\",\"pending_message\":\"%1$s\"},{\"id\":\"B\",\"pending_message\":\"%1$s\"}]}";
        FaultProxy server = always(json(200, list.formatted(text)));
        read(server.options(it -> it.maxResponseBytes(MIB)));
        assertThat(ids).containsExactly("A", "B");
    }

    @Test
    void a_list_of_exactly_the_allowed_length_is_read() {
        String list = "{\"response\":[{\"id\":\"A\"}]}";
        FaultProxy server = always(json(200, list));
        read(server.options(it -> it.maxResponseBytes(list.length())), exactly(list.length()));
        assertThat(ids).containsExactly("A");
        assertThatThrownBy(() -> read(server.options(), exactly(list.length() - 1)))
                .isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() -> read(server.options(it -> it.maxResponseBytes(list.length() - 1))))
                .isInstanceOf(BrokenContractException.class);
    }

    @Test
    void the_message_distinguishes_a_refused_list_from_a_missing_one() {
        assertSays("{\"success\":false,\"response\":[]}", "the list is marked success:false; entries read before: 0");
        assertSays(
                "{\"response\":[{\"id\":\"A\"}],\"success\":false}",
                "the list is marked success:false; entries read before: 1");
        assertSays("{\"success\":true}", "the list is without the member response; entries read before: 0");
        assertSays("{\"success\":false}", "the list is marked success:false; entries read before: 0");
    }

    private void assertSays(String body, String why) {
        FaultProxy server = always(json(200, body));
        assertThatThrownBy(() -> read(server.options()))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining(why);
    }

    private static JsonArraySource<Certificate> exactly(long bytes) {
        return new JsonArraySource<>(Certificate.class, "response", "success", bytes);
    }

    private void read(ConnectOptions options) {
        read(options, ROWS);
    }

    private void read(ConnectOptions options, JsonArraySource<Certificate> rows) {
        read(options, rows, certificate -> ids.add(certificate.getId()));
    }
}
