package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends a read again that failed for now. Only reads come here; see {@code RATIONALE.md} for why it is our own. */
final class ReadRetrier {

    private final ConnectOptions options;
    private final Jitter jitter;

    ReadRetrier(ConnectOptions options) {
        this.options = options;
        this.jitter = new Jitter(options.random());
    }

    /**
     * The first answer that is not for now only, or else the last one.
     *
     * @param call one try, given how long it may take
     * @param handedOn true once the caller has a part of the answer, which a further try would give twice
     */
    ApiResponse read(Function<Duration, ApiResponse> call, BooleanSupplier handedOn) {
        Duration left = options.readDeadline();
        Instant end = now().plus(left);
        int tries = 0;
        while (true) {
            Try last = Try.of(call, left);
            tries++;
            if (!last.passing() || tries >= options.retries().attempts() || handedOn.getAsBoolean()) {
                return last.outcome();
            }
            Duration pause = jitter.fullJitter(options.retries().after(tries)).plus(last.wanted());
            // Not begun when it could not end in time: the caller is told at once, and how long to wait.
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

    /** What came of one try: an answer or a failure. */
    private record Try(
            @Nullable ApiResponse answer, @Nullable ResellerException failure) {

        private static Try of(Function<Duration, ApiResponse> call, Duration limit) {
            try {
                return new Try(call.apply(limit), null);
            } catch (ProviderFaultException | NotSentException e) {
                return new Try(null, e);
            }
        }

        /** No answer, 429 or 5xx: what the same request may get over. */
        private boolean passing() {
            return answer == null || answer.status() == 429 || answer.status() / 100 == 5;
        }

        private Duration wanted() {
            return Optional.ofNullable(answer).flatMap(ApiResponse::retryAfter).orElse(Duration.ZERO);
        }

        private ApiResponse outcome() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answer);
        }
    }
}
