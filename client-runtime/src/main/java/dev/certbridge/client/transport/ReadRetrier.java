package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Repeats reads after a temporary failure. Nothing else is repeated. {@code RATIONALE.md} explains why no library is
 * used for this.
 */
final class ReadRetrier {

    private final ConnectOptions options;
    private final Jitter jitter;

    ReadRetrier(ConnectOptions options) {
        this.options = options;
        this.jitter = new Jitter(options.random());
    }

    /**
     * Sends a read until it succeeds, fails permanently, or no further try is allowed. Returns or throws the result of
     * the last try.
     *
     * @param send sends the request once, within the given time
     */
    ApiResponse read(Function<Duration, ApiResponse> send, ApiCall call) {
        Duration left = options.readDeadline();
        Instant end = now().plus(left);
        int tries = 0;
        while (true) {
            Try last = Try.of(send, left);
            tries++;
            if (!last.isTemporary() || tries >= options.retries().attempts() || !call.isRepeatable()) {
                return last.outcome();
            }
            Duration pause = jitter.fullJitter(options.retries().after(tries)).plus(last.retryAfter());
            // If the pause would end after the deadline, the caller gets the failure with its retry time immediately.
            if (!now().plus(pause).isBefore(end) || !slept(pause)) {
                return last.outcome();
            }
            left = Duration.between(now(), end);
            if (left.isNegative() || left.isZero()) {
                return last.outcome();
            }
        }
    }

    private Instant now() {
        return options.clock().instant();
    }

    private boolean slept(Duration pause) {
        try {
            options.sleeper().sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The result of one try: a response or a failure. */
    private record Try(
            @Nullable ApiResponse response, @Nullable ResellerException failure) {

        private static Try of(Function<Duration, ApiResponse> send, Duration limit) {
            try {
                return new Try(send.apply(limit), null);
            } catch (ProviderFaultException | NotSentException e) {
                return new Try(null, e);
            }
        }

        /** Returns true if there is no response, or one with status 429 or 5xx. */
        private boolean isTemporary() {
            int status = response == null ? 0 : response.status();
            return response == null || status == 429 || status / 100 == 5;
        }

        private Duration retryAfter() {
            return Optional.ofNullable(response)
                    .flatMap(ApiResponse::retryAfter)
                    .orElse(Duration.ZERO);
        }

        private ApiResponse outcome() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(response);
        }
    }
}
