package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.ReadRetryPolicy;
import feign.RequestLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time limits at the ends of their range, and invalid ones. */
class TimeLimitsTest {

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final Duration SECOND = Duration.ofSeconds(1);

    interface Api {
        @RequestLine("GET /read")
        ApiResponse read();

        @RequestLine("POST /order")
        ApiResponse order(SpendPermit spend);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void a_limit_that_is_not_above_zero_is_refused(long seconds) {
        ConnectOptions.Builder options = ConnectOptions.builder();
        Duration none = Duration.ofSeconds(seconds);
        assertRefused(
                "connecting", () -> options.timeLimits(none, SECOND, SECOND).build());
        assertRefused("a read", () -> options.timeLimits(SECOND, none, SECOND).build());
        assertRefused("a spend", () -> options.timeLimits(SECOND, SECOND, none).build());
        assertThatThrownBy(() ->
                        ConnectOptions.builder().maxResponseBytes((int) seconds).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the size limit of a response must be at least 1 byte");
    }

    private static void assertRefused(String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the time limit of " + what + " must be above zero");
    }

    @Test
    void for_ever_is_a_limit_of_every_call() {
        ConnectOptions options = ConnectOptions.builder()
                .timeLimits(FOR_EVER, FOR_EVER, FOR_EVER)
                .retries(new ReadRetryPolicy(5, FOR_EVER, FOR_EVER))
                .build();
        HttpEngine.of(options).close();
        try (Transport transport = CannedHttp.transport("{}", options)) {
            assertThat(transport.api(Api.class).read().status()).isEqualTo(200);
            assertThat(transport.api(Api.class).order(SpendPermit.once()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void pauses_double_up_to_the_longest_however_long_that_is() {
        Polling polling = new Polling(SECOND, FOR_EVER);
        assertThat(polling.after(SECOND)).isEqualTo(Duration.ofSeconds(2));
        assertThat(polling.after(FOR_EVER.minusSeconds(1))).isEqualTo(FOR_EVER);
        assertThat(new Polling(SECOND, Duration.ofSeconds(3)).after(Duration.ofSeconds(2)))
                .isEqualTo(Duration.ofSeconds(3));
        ReadRetryPolicy retries = new ReadRetryPolicy(200, SECOND, FOR_EVER);
        assertThat(retries.after(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(retries.after(199)).isEqualTo(FOR_EVER);
        assertThat(new Jitter(new Random(7)).fullJitter(FOR_EVER)).isPositive();
    }

    @Test
    void decoding_ends_with_the_deadline_but_has_a_second() throws IOException {
        byte[] part = new byte[10];
        long now = System.nanoTime();
        Deadline.TimedInput late = new Deadline.TimedInput(new byte[100], now - TimeUnit.HOURS.toNanos(1));
        assertThat(late.read(part, 0, 10)).isEqualTo(10);
        Deadline.TimedInput soon = new Deadline.TimedInput(new byte[100], now + TimeUnit.HOURS.toNanos(1));
        while (System.nanoTime() - now < TimeUnit.MILLISECONDS.toNanos(1_200)) {
            Thread.onSpinWait();
        }
        assertThat(soon.read(part, 0, 10)).isEqualTo(10);
        assertThatThrownBy(() -> late.read(part, 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessage("the deadline passed while the body was decoded");
    }
}
