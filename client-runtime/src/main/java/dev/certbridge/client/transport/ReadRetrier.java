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
 * Repeats reads after a temporary failure. The file {@code RATIONALE.md} explains why this class does not use a library
 * for retries.
 */
final class ReadRetrier {

    private final ConnectOptions options;
    private final Jitter jitter;

    ReadRetrier(ConnectOptions options) {
        this.options = options;
        this.jitter = new Jitter(options.random());
    }

    /**
     * Sends a read until the read succeeds, fails permanently, or was tried as often as the options allow. The function
     * {@code send} sends the read within the given time.
     */
    ApiResponse read(Function<Duration, ApiResponse> send, ApiCall call) {
        Duration left = options.readDeadline();
        Instant end = now().plus(left);
        for (int tries = 1; ; tries++) {
            ApiResponse response = null;
            ResellerException failure = null;
            try {
                response = send.apply(left);
            } catch (ProviderFaultException | NotSentException e) {
                failure = e;
            }
            boolean again = (response == null || isTemporary(response.status()))
                    && tries < options.retries().attempts()
                    && call.isRepeatable();
            left = again ? pause(call, tries, response, end) : Duration.ZERO;
            if (left.isZero() || left.isNegative()) {
                if (failure != null) {
                    throw failure;
                }
                return Objects.requireNonNull(response);
            }
        }
    }

    private static boolean isTemporary(int status) {
        return status == 429 || status / 100 == 5;
    }

    /**
     * Pauses before the next try of a read. Returns the remaining time for this try. Returns zero if no further try is
     * allowed.
     */
    private Duration pause(ApiCall call, int tries, @Nullable ApiResponse response, Instant end) {
        Duration requested =
                Optional.ofNullable(response).flatMap(ApiResponse::retryAfter).orElse(Duration.ZERO);
        Duration pause = jitter.fullJitter(options.retries().after(tries)).plus(requested);
        // If the pause would end after the deadline, the caller gets the failure with its retry time immediately.
        if (!now().plus(pause).isBefore(end)) {
            return Duration.ZERO;
        }
        HttpExchange.notifyListener(
                () -> options.listener().retried(call.origin.provider(), call.origin.operationId(), tries + 1, pause));
        try {
            options.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Duration.ZERO;
        }
        return Duration.between(now(), end);
    }

    private Instant now() {
        return options.clock().instant();
    }
}
