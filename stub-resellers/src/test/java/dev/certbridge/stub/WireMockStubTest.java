package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeOrders;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireMockStubTest {

    @Test
    void aStubThatBreaksItsContractFailsLoudlyAndIsFoundOut() throws Exception {
        Reply broken = Reply.json(200, JsonNodeFactory.instance.objectNode().put("success", "yes"));
        try (StubReseller stub = new Broken(call -> broken)) {
            Got got = Wire.to(stub).get("/tls/products");
            assertThat(got.status()).isEqualTo(500);
            assertThat(got.text()).contains("the stub broke its contract", "success");
            assertThat(stub.contractViolations()).singleElement().asString().startsWith("listProducts answered 200");
        }
    }

    @Test
    void aStubThatThrowsFailsLoudlyToo() throws Exception {
        try (StubReseller stub = new Broken(call -> {
            throw new IllegalStateException("no idea");
        })) {
            assertThat(Wire.to(stub).get("/tls/products").text()).contains("no idea");
            assertThat(stub.contractViolations()).hasSize(1);
        }
    }

    @Test
    void a_setting_that_throws_is_reported_at_its_request() throws Exception {
        try (WireMockStub stub = RegfishStub.start()) {
            stub.before(2, () -> {
                throw new IllegalStateException("it is stuck");
            });
            assertThat(Wire.to(stub).get("/tls/products").status()).isEqualTo(200);
            Got got = Wire.to(stub).get("/tls/products");
            assertThat(got.status()).isEqualTo(500);
            assertThat(got.text()).contains("a setting of the stub could not be changed", "it is stuck");
            assertThat(Wire.to(stub).get("/tls/products").status()).isEqualTo(200);
            assertThat(stub.journal().received()).isEqualTo(3);
            assertThat(stub.contractViolations()).singleElement().asString().contains("it is stuck");
        }
    }

    @Test
    void ordersInParallelKeepEachTheirOwnState() throws Exception {
        int orders = 40;
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RealtimeStub stub = RealtimeStub.start()) {
            Wire wire = Wire.to(stub);
            List<Callable<String>> jobs = IntStream.range(0, orders)
                    .<Callable<String>>mapToObj(i -> () -> {
                        String name = "n" + i + ".example.com";
                        Got ordered = wire.post(RealtimeOrders.CERTIFICATES, RealtimeOrders.plain(TestCsr.of(name)));
                        String process = "/v2/processes/" + ordered.header("x-process-id");
                        wire.get(process);
                        wire.get(process);
                        return name + " "
                                + wire.get(process).json().at("/identifier").asText() + " "
                                + wire.get(process).json().at("/status").asText();
                    })
                    .toList();
            List<Future<String>> done = pool.invokeAll(jobs);
            for (int i = 0; i < orders; i++) {
                String name = "n" + i + ".example.com";
                assertThat(done.get(i).get()).isEqualTo(name + " " + name + " COMPLETED");
            }
            assertThat(stub.ledger().orders()).isEqualTo(orders);
            assertThat(stub.ledger().charged()).containsEntry("EUR", orders * 2500L);
            assertThat(Wire.to(stub)
                            .get("/v2/ssl/certificates")
                            .json()
                            .at("/pagination/total")
                            .asInt())
                    .isEqualTo(orders);
            assertThat(stub.contractViolations()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aShortAnswerTellsItsLengthAndALongOneComesInChunks() throws Exception {
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
    void strangePathsAreAnsweredByTheReseller() throws Exception {
        try (RegfishStub stub = RegfishStub.start()) {
            for (String path : List.of("/tls/certificate/a%2Fb", "/tls/certificate/%2e%2e", "/tls/certificate/a%20b")) {
                Got got = Wire.to(stub).get(path);
                assertThat(got.status()).as(path).isEqualTo(404);
                assertThat(got.json().path("success").asBoolean(true)).isFalse();
            }
            assertThat(stub.contractViolations()).isEmpty();
        }
    }

    @Test
    void aFixedPortIsKept() throws Exception {
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

    private interface Answer {
        Reply to(StubCall call);
    }

    /** A stub of regfish with one bad rule. */
    private static final class Broken extends WireMockStub {

        Broken(Answer answer) {
            super("regfish", StubContext.of(StubOptions.defaults()), new Rules(answer));
        }

        private record Rules(Answer answer) implements StubBehaviour {

            @Override
            public String apiKey() {
                return "not-a-real-key";
            }

            @Override
            public Optional<String> credential(StubCall call) {
                return call.header("x-api-key");
            }

            @Override
            public Reply unauthorized() {
                throw new AssertionError();
            }

            @Override
            public Reply unknownRoute(String method, String path) {
                throw new AssertionError();
            }

            @Override
            public Reply refusal(StubCall call, List<ContractViolation> breaches) {
                throw new AssertionError();
            }

            @Override
            public List<String> names(StubCall call) {
                return List.of();
            }

            @Override
            public Optional<Reply> answer(StubCall call) {
                return Optional.of(answer.to(call));
            }
        }
    }
}
