package dev.certbridge.client.observe;

import dev.certbridge.reseller.CallListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/**
 * Records the number and duration of calls in a Micrometer registry.
 *
 * <p>The timer {@code certbridge.calls} has the tags {@code provider}, {@code operation}, {@code spend} and {@code
 * outcome}; the counter {@code certbridge.retries} has the tags {@code provider} and {@code operation}. Each tag has
 * few different values, and no value is secret.
 */
public final class MeteredCalls implements CallListener {

    private final MeterRegistry registry;

    /** Creates a listener for {@link dev.certbridge.reseller.ConnectOptions.Builder#listener}. */
    @SuppressWarnings("exports")
    public MeteredCalls(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void called(Call call) {
        registry.timer(
                        "certbridge.calls",
                        "provider",
                        call.provider(),
                        "operation",
                        call.operationId(),
                        "spend",
                        String.valueOf(call.spend()),
                        "outcome",
                        call.outcome().name().toLowerCase(Locale.ROOT))
                .record(call.took());
    }

    @Override
    public void retried(String provider, String operationId, int attempt, Duration pause) {
        registry.counter("certbridge.retries", "provider", provider, "operation", operationId)
                .increment();
    }
}
