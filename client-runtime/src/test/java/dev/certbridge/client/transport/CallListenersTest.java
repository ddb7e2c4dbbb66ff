package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.client.observe.LoggedCalls;
import dev.certbridge.client.observe.ObservedCalls;
import dev.certbridge.reseller.CallListener;
import feign.RequestLine;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests listeners with a read that is repeated once, and with a spend whose response is lost. */
class CallListenersTest {

    private static final String CSR = "obviously-fake-csr-0815";

    private final ScriptedServer server = new ScriptedServer();

    interface Api {
        @RequestLine("GET /read")
        ApiResponse read();

        @RequestLine("POST /order")
        ApiResponse order(Map<String, String> body, SpendPermit spend);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void starts_retries_and_ends_are_notified_in_order() {
        List<String> events = new ArrayList<>();
        call(new CallListener() {
            @Override
            public void started(String provider, String operationId, boolean spend) {
                events.add("started " + operationId + " " + spend);
            }

            @Override
            public void retried(String provider, String operationId, int attempt, Duration pause) {
                events.add("retried " + operationId + " " + attempt);
            }

            @Override
            public void called(Call call) {
                events.add("ended " + call.operationId() + " " + call.outcome());
            }
        });
        assertThat(events)
                .containsExactly(
                        "started read false",
                        "ended read SERVER_ERROR",
                        "retried read 2",
                        "started read false",
                        "ended read SUCCESS",
                        "started order true",
                        "ended order NO_RESPONSE");
    }

    @Test
    void every_listener_is_notified_although_one_fails() {
        List<String> events = new ArrayList<>();
        CallListener failing = ended -> {
            throw new IllegalStateException("this listener always fails");
        };
        call(CallListener.all(List.of(failing, ended -> events.add(ended.operationId()))));
        assertThat(events).containsExactly("read", "read", "order");
    }

    @Test
    void each_request_is_an_observation_with_outcome_error_and_retry_and_nothing_of_the_request() {
        // This registry throws if an observation is used in the wrong order.
        ObservationRegistry registry = TestObservationRegistry.create();
        RecordingHandler handler = new RecordingHandler();
        registry.observationConfig().observationHandler(handler);
        Observation around = Observation.start("shop", registry);
        around.scoped(() -> call(new ObservedCalls(registry)));
        assertThat(handler.events)
                .containsExactly(
                        "start read in shop",
                        "stop read {operation=read, outcome=server_error, provider=test, quote=false, spend=false}"
                                + " test read: status 503",
                        "start read in shop",
                        "retry",
                        "stop read {operation=read, outcome=success, provider=test, quote=false, spend=false} null",
                        "start order in shop",
                        "stop order {operation=order, outcome=no_response, provider=test, quote=false, spend=true}"
                                + " test order: no response");
        assertThat(registry.getCurrentObservationScope()).isNull();
    }

    @Test
    void nothing_is_observed_without_handlers_or_before_a_start() {
        CallListener.Call ended =
                new CallListener.Call("test", "read", false, false, Optional.empty(), Duration.ofMillis(1));
        for (ObservationRegistry registry : List.of(ObservationRegistry.NOOP, ObservationRegistry.create())) {
            CallListener listener = new ObservedCalls(registry);
            listener.called(ended);
            listener.started("test", "read", false);
            listener.called(ended);
            assertThat(registry.getCurrentObservationScope()).isNull();
        }
    }

    @Test
    void meters_of_the_observations_have_few_tags_and_nothing_of_the_request() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        call(new ObservedCalls(observations));
        assertThat(registry.get("certbridge.calls").timers())
                .extracting(timer -> timer.getId().getTag("operation") + " "
                        + timer.getId().getTag("outcome") + " "
                        + timer.getId().getTag("spend") + " " + timer.count())
                .containsExactlyInAnyOrder(
                        "read server_error false 1", "read success false 1", "order no_response true 1");
        assertThat(registry.get("certbridge.calls.retry").counter().count()).isEqualTo(1);
        assertThat(registry.getMetersAsString()).doesNotContain(ScriptedServer.KEY, CSR, server.host());
    }

    @Test
    void log_lines_name_operation_and_status_and_nothing_of_the_request() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream standard = System.err;
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            call(new LoggedCalls(LoggerFactory.getLogger("test.calls")));
        } finally {
            System.setErr(standard);
        }
        assertThat(log.toString(UTF_8)
                        .lines()
                        .filter(line -> line.contains("test.calls"))
                        .collect(joining("\n")))
                .contains("DEBUG test.calls - test read: started", "WARN test.calls - test read: status 503 after")
                .contains("INFO test.calls - test read: attempt 2 follows", "DEBUG test.calls - test read: status 200")
                .contains("WARN test.calls - test order: no response after")
                .doesNotContain(ScriptedServer.KEY, CSR, server.host());
    }

    /** Records starts, events and ends of the observations inside another. */
    private static final class RecordingHandler implements ObservationHandler<Observation.Context> {

        private final List<String> events = new ArrayList<>();

        @Override
        public void onStart(Observation.Context context) {
            events.add("start " + context.getContextualName() + " in "
                    + context.getParentObservation().getContextView().getName());
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            events.add(event.getName());
        }

        @Override
        public void onStop(Observation.Context context) {
            Map<String, String> values = new TreeMap<>();
            context.getAllKeyValues().forEach(one -> values.put(one.getKey(), one.getValue()));
            Throwable error = context.getError();
            events.add("stop " + context.getContextualName() + " " + values + " "
                    + (error == null ? null : error.getMessage()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context.getParentObservation() != null;
        }
    }

    private void call(CallListener listener) {
        Iterator<Response> responses =
                List.of(Response.of(503, ""), Response.of(200, "{}")).iterator();
        server.on("GET /read", request -> responses.next()).on("POST /order", Response.DROPPED);
        try (Transport transport = new Transport(
                "test",
                URI.create("http://" + server.host()),
                Credential.header("x-api-key", ScriptedServer.KEY),
                server.options().toBuilder()
                        .listener(listener)
                        .time(Clock.systemUTC(), pause -> {})
                        .build(),
                CannedHttp.UNEXPECTED)) {
            Api api = transport.api(Api.class);
            assertThat(api.read().status()).isEqualTo(200);
            assertThat(catchThrowable(() -> api.order(Map.of("csr", CSR), SpendPermit.once())))
                    .isNotNull();
        }
    }
}
