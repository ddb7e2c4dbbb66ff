package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.ProcessState;
import dev.certbridge.stub.realtime.RealtimeOrderBodies;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.PrefilledOrder;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StubResellerTest {

    @Test
    void a_moved_clock_continues_to_run_and_moves_the_date_of_responses() throws Exception {
        TestClock base = new TestClock();
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().clock(base))) {
            stub.advanceClock(Duration.ofDays(2));
            stub.advanceClock(Duration.ofDays(1));
            base.advance(Duration.ofHours(1));
            assertThat(stub.clock().instant()).isEqualTo(base.instant().plus(Duration.ofDays(3)));
            assertThat(stub.clock().withZone(ZoneId.of("Europe/Berlin")).instant())
                    .isEqualTo(stub.clock().instant());
            for (String path : List.of("/tls/products", "/nowhere")) {
                assertThat(Wire.to(stub).get(path).header("date")).isEqualTo("Wed, 25 Nov 2026 01:00:00 GMT");
            }
            assertThatThrownBy(() -> stub.advanceClock(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-1S");
        }
    }

    @Test
    void a_stub_that_breaks_its_contract_fails_loudly_and_is_found_out() throws Exception {
        try (StubReseller stub = new BrokenStub(StubOptions.defaults())) {
            Got got = Wire.to(stub).get("/tls/products");
            assertThat(got.status()).isEqualTo(500);
            assertThat(got.text()).contains("the stub broke its contract", "success");
            assertThat(stub.contractViolations()).singleElement().asString().startsWith("listProducts answered 200");
        }
    }

    @Test
    void a_listener_gets_headers_bodies_and_answers_and_requests_that_the_server_refuses() throws Exception {
        List<StubExchange> heard = new CopyOnWriteArrayList<>();
        try (RegfishStub stub = RegfishStub.start()) {
            stub.listen(heard::add);
            stub.answer("listProducts", CannedFailure.late(Duration.ofMillis(1)));
            Wire.to(stub).get("/tls/products?limit=1");
            Wire.to(stub).get("/nowhere");
            HttpRequest fromPage = HttpRequest.newBuilder(URI.create(stub.uri() + "/tls/products?a=b"))
                    .header("Origin", "https://example.com")
                    .build();
            HttpClient.newHttpClient().send(fromPage, BodyHandlers.discarding());

            assertThat(heard)
                    .extracting(exchange -> exchange.call().operationId()
                            + " " + exchange.reply().status() + " "
                            + exchange.delay().toMillis() + " "
                            + exchange.call().query())
                    .containsExactly("listProducts 200 1 {limit=[1]}", "none 404 0 {}", "none 403 0 {a=[b]}");
            assertThat(heard.get(0).call().header("x-api-key")).contains(RegfishStub.KEY);
            assertThat(heard.get(0).reply().json().path("success").asBoolean()).isTrue();
            assertThat(heard.get(1).differences()).containsExactly("not in the contract");
            assertThat(heard.get(2).differences()).singleElement().asString().contains("web pages of other sites");
            assertThat(heard.get(2).call().header("origin")).contains("https://example.com");
            assertThat(stub.journal().received()).isEqualTo(3);
        }
    }

    @Test
    void a_page_is_served_without_a_key_for_its_method_alone_and_is_not_in_the_journal() throws Exception {
        try (RegfishStub stub = RegfishStub.start()) {
            stub.serve("POST", "/__page", () -> Reply.object().put("a", 1));
            assertThat(Wire.regfish(stub, "no key").post("/__page", "").number("/a"))
                    .isEqualTo(1);
            assertThat(stub.journal().received()).isZero();
            Wire.to(stub).get("/__page").require(404);
        }
    }

    @Test
    void a_stub_that_throws_fails_loudly_too() throws Exception {
        try (StubReseller stub = new BrokenStub(StubOptions.defaults(), call -> {
            throw new IllegalStateException("no idea");
        })) {
            assertThat(Wire.to(stub).get("/tls/products").text()).contains("no idea");
            assertThat(stub.contractViolations()).hasSize(1);
        }
    }

    @Test
    void a_setting_that_throws_is_reported_at_its_request() throws Exception {
        try (StubReseller stub = RegfishStub.start()) {
            stub.before(2, () -> {
                throw new IllegalStateException("it is stuck");
            });
            Wire.to(stub).get("/tls/products").require(200);
            Got got = Wire.to(stub).get("/tls/products");
            assertThat(got.status()).isEqualTo(500);
            assertThat(got.text()).contains("a setting of the stub could not be changed", "it is stuck");
            Wire.to(stub).get("/tls/products").require(200);
            assertThat(stub.journal().received()).isEqualTo(3);
            assertThat(stub.contractViolations()).singleElement().asString().contains("it is stuck");
        }
    }

    @Test
    void orders_in_parallel_keep_each_their_own_state() throws Exception {
        int orders = 40;
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RealtimeStub stub = RealtimeStub.start()) {
            Wire wire = Wire.to(stub);
            List<Callable<String>> jobs = IntStream.range(0, orders)
                    .<Callable<String>>mapToObj(i -> () -> {
                        String name = "n" + i + ".example.com";
                        Got ordered = wire.post(
                                RealtimeOrderBodies.CERTIFICATES, RealtimeOrderBodies.plain(TestCsr.of(name)));
                        String process = "/v2/processes/" + ordered.header("x-process-id");
                        wire.get(process);
                        wire.get(process);
                        return name + " "
                                + wire.get(process).text("/identifier") + " "
                                + wire.get(process).text("/status");
                    })
                    .toList();
            List<Future<String>> done = pool.invokeAll(jobs);
            for (int i = 0; i < orders; i++) {
                String name = "n" + i + ".example.com";
                assertThat(done.get(i).get()).isEqualTo(name + " " + name + " COMPLETED");
            }
            assertThat(stub.ledger().orders()).isEqualTo(orders);
            assertThat(stub.ledger().charged()).containsEntry("EUR", orders * 2500L);
            assertThat(Wire.to(stub).get("/v2/ssl/certificates").number("/pagination/total"))
                    .isEqualTo(orders);
            assertThat(stub.contractViolations()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_short_answer_tells_its_length_and_a_long_one_comes_in_chunks() throws Exception {
        try (RegfishStub stub = RegfishStub.start()) {
            Wire wire = Wire.to(stub);
            HttpHeaders small = wire.get("/tls/certificate/nothing").response().headers();
            assertThat(small.firstValue("content-length")).isPresent();
            assertThat(small.firstValue("transfer-encoding")).isEmpty();
            HttpHeaders large = wire.get("/tls/products").response().headers();
            assertThat(large.firstValue("content-length")).isEmpty();
            assertThat(large.firstValue("transfer-encoding")).contains("chunked");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "content-length"})
    void aLengthThatATestGivesIsSentAsItIs(String header) {
        try (RegfishStub stub = RegfishStub.start()) {
            stub.answer("listProducts", CannedFailure.status(500, "{}", Map.of(header, "500")));
            assertThatThrownBy(() -> Wire.to(stub).get("/tls/products")).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void strange_paths_are_answered_by_the_reseller() throws Exception {
        try (RegfishStub stub = RegfishStub.start()) {
            for (String path : List.of("/tls/certificate/a%2Fb", "/tls/certificate/%2e%2e", "/tls/certificate/a%20b")) {
                Got got = Wire.to(stub).get(path);
                assertThat(got.status()).as(path).isEqualTo(404);
                assertThat(got.at("/success").asBoolean(true)).isFalse();
            }
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void a_fixed_port_is_kept() throws Exception {
        int free = freePort();
        try (RegfishStub stub = RegfishStub.start(free)) {
            assertThat(stub.uri()).hasToString("http://127.0.0.1:" + free);
        }
    }

    /** Below those that a system gives to whoever asks for any, and not where another build begins to look. */
    private static int freePort() throws IOException {
        int first = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        for (int port = first; port < first + 100; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // The next.
            }
        }
        throw new AssertionError("no port from " + first + " on is free");
    }

    private static final String PRODUCTS = "/tls/products";

    @Test
    void a_stub_knows_nothing_of_the_one_before_it() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RegfishStub stub = RegfishStub.start()) {
                assertThat(stub.journal().received()).isZero();
                Wire.to(stub).get(PRODUCTS).require(200);
                assertThat(stub.journal().received()).isEqualTo(1);
            }
        }
    }

    @Test
    void nobody_listens_where_a_stub_was() {
        RegfishStub stub = RegfishStub.start();
        Wire wire = Wire.to(stub);
        stub.close();
        assertThatThrownBy(() -> wire.get(PRODUCTS)).isInstanceOf(IOException.class);
    }

    @Test
    void a_stub_that_is_closed_twice_closes_no_other() throws Exception {
        RegfishStub first = RegfishStub.start();
        first.close();
        try (RegfishStub second = RegfishStub.start();
                RegfishStub third = RegfishStub.start()) {
            first.close();
            Wire.to(second).get(PRODUCTS).require(200);
            Wire.to(third).get(PRODUCTS).require(200);
            assertThat(second.uri()).isNotEqualTo(third.uri());
        }
    }

    @Test
    void an_answer_of_the_resellers_own_rules_is_behaviour_and_an_example_or_a_provoked_failure_is_none()
            throws Exception {
        try (StubReseller stub = RegfishStub.start()) {
            Wire wire = Wire.to(stub);
            wire.get("/tls/certificate");
            stub.answer("listCertificates", CannedFailure.documented(500, "unexpected"));
            wire.get("/tls/certificate");
            stub.answer("listCertificates", CannedFailure.status(500));
            wire.get("/tls/certificate");
            assertThat(stub.journal().exchanges())
                    .extracting(Journal.Exchange::behaved)
                    .containsExactly(true, false, false);
        }
    }

    private static final int ORDERS = 100_000;

    @Test
    void regfish_lists_a_hundred_thousand_orders() throws IOException {
        try (RegfishStub stub = RegfishStub.start()) {
            assertThat(stub.prefill(ORDERS))
                    .extracting(PrefilledOrder::id)
                    .doesNotHaveDuplicates()
                    .hasSize(ORDERS);
            assertThat(stub.ledger().orders()).isZero();
            assertThat(Wire.to(stub).get("/tls/certificate").at("/response")).hasSize(ORDERS);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void realtime_exports_a_hundred_thousand_processes() throws IOException {
        try (RealtimeStub stub = RealtimeStub.start()) {
            stub.prefill(ORDERS, ProcessState.RUNNING);
            assertThat(Wire.to(stub).get("/v2/processes?export=true").at("/entities"))
                    .hasSize(ORDERS);
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void the_ledger_shows_a_hundred_thousand_orders() throws IOException {
        try (RegfishStub stub = RegfishStub.start()) {
            for (int i = 0; i < ORDERS; i++) {
                List<String> names = List.of("n" + i + ".example.com");
                stub.ledger()
                        .book(new Ledger.Entry(
                                "O" + i,
                                "createCertificate",
                                "RapidSSL",
                                names,
                                "key",
                                999,
                                "EUR",
                                true,
                                false,
                                true,
                                Instant.EPOCH));
            }
            assertThat(Wire.to(stub).get(StubReseller.LEDGER_PATH).at("/entries"))
                    .hasSize(ORDERS);
        }
    }
}
