package dev.certbridge.client.observe;

import dev.certbridge.reseller.CallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * Records the number and duration of calls in a Micrometer registry.
 *
 * <p>The timer {@code certbridge.calls} has the tags {@code provider}, {@code operation}, {@code spend}, {@code quote}
 * and {@code outcome}. A request for a price is a spend with {@code quote=true}, an order is one with
 * {@code quote=false}. The counter {@code certbridge.retries} has the tags {@code provider} and {@code operation}. Each
 * tag has few different values, and no value is secret.
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
        Timer.builder("certbridge.calls")
                .description("Requests to resellers")
                .tag("provider", call.provider())
                .tag("operation", call.operationId())
                .tag("spend", String.valueOf(call.spend()))
                .tag("quote", String.valueOf(call.quote()))
                .tag("outcome", call.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(call.took());
    }

    @Override
    public void retried(String provider, String operationId, int attempt, Duration pause) {
        Counter.builder("certbridge.retries")
                .description("Reads that were repeated after a failure")
                .tag("provider", provider)
                .tag("operation", operationId)
                .register(registry)
                .increment();
    }
}
