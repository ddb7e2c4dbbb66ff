package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Sleeper;
import dev.certbridge.reseller.failure.NotSentException;
import feign.RequestLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limit of requests per second. */
class RequestPacerTest {

    private static final Clock STOPPED = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);

    private final List<Duration> pauses = new ArrayList<>();

    interface Api {
        @RequestLine("GET /read")
        ApiResponse read();

        @RequestLine("POST /order")
        ApiResponse order(SpendPermit spend);
    }

    @Test
    void reads_and_spends_of_one_client_share_the_requests_of_a_second() {
        try (Transport transport = transport(ConnectOptions.builder().requestsPerSecond(4))) {
            Api api = transport.api(Api.class);
            api.read();
            api.order(SpendPermit.once());
            api.order(SpendPermit.once());
            api.read();
        }
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(250L, 500L, 750L);
    }

    @Test
    void there_is_no_limit_by_default() {
        try (Transport transport = transport(ConnectOptions.builder())) {
            transport.api(Api.class).read();
            transport.api(Api.class).read();
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_spend_waits_for_its_turn_before_it_begins() {
        List<String> events = new ArrayList<>();
        ConnectOptions.Builder options = ConnectOptions.builder().requestsPerSecond(0.5);
        try (Transport transport = transport(options, pause -> events.add("pause " + pause.toSeconds()))) {
            transport.api(Api.class).read();
            transport.api(Api.class).order(SpendPermit.once(new SpendPermit.Listener() {
                @Override
                public void begin(Optional<Instant> serverTime) {
                    events.add("begin");
                }
            }));
        }
        assertThat(events).containsExactly("pause 2", "begin");
    }

    @Test
    void a_spend_that_is_interrupted_before_its_turn_is_not_sent() {
        SpendPermit permit = SpendPermit.once();
        ConnectOptions.Builder options = ConnectOptions.builder().requestsPerSecond(1);
        try (Transport transport = transport(options, pause -> {
            throw new InterruptedException();
        })) {
            transport.api(Api.class).read();
            assertThatThrownBy(() -> transport.api(Api.class).order(permit))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("interrupted while the request waited for its turn");
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(permit.written()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.0009, 1001, Double.NaN, Double.POSITIVE_INFINITY})
    void a_number_that_is_no_rate_is_refused(double value) {
        assertThatThrownBy(() -> ConnectOptions.builder().requestsPerSecond(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of requests per second must be between 0.001 and 1000, not " + value);
    }

    private Transport transport(ConnectOptions.Builder options) {
        return transport(options, pauses::add);
    }

    private static Transport transport(ConnectOptions.Builder options, Sleeper sleeper) {
        return CannedHttp.transport("{}", options.time(STOPPED, sleeper).build());
    }
}
