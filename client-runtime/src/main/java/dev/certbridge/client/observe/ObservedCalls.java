package dev.certbridge.client.observe;

import dev.certbridge.reseller.CallListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Locale;

/**
 * Reports each request as a Micrometer observation. Observation handlers turn the observations into metrics and traces.
 *
 * <p>The observation {@code certbridge.calls} has the low-cardinality key values {@code provider}, {@code operation},
 * {@code spend}, {@code quote} and {@code outcome}. A quote request has the key values {@code spend=true} and {@code
 * quote=true}. An order has the key values {@code spend=true} and {@code quote=false}. The observation of a failed
 * request has an error. The observation of a repeated read has the event {@code retry}. No key value is secret.
 *
 * <p>Micrometer's {@code DefaultMeterObservationHandler} creates the timer {@code certbridge.calls}, the long task
 * timer {@code certbridge.calls.active} and the counter {@code certbridge.calls.retry}.
 */
public final class ObservedCalls implements CallListener {

    private final ObservationRegistry registry;

    /** The observation of the request that the current thread is sending. */
    private final ThreadLocal<Observation.Scope> current = new ThreadLocal<>();

    /** The operation that the current thread will repeat. */
    private final ThreadLocal<String> repeated = new ThreadLocal<>();

    /** Creates a listener. Pass the listener to {@link dev.certbridge.reseller.ConnectOptions.Builder#listener}. */
    @SuppressWarnings("exports")
    public ObservedCalls(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void started(String provider, String operationId, boolean spend) {
        Observation observation = Observation.createNotStarted("certbridge.calls", registry)
                .contextualName(operationId)
                .lowCardinalityKeyValue("provider", provider)
                .lowCardinalityKeyValue("operation", operationId)
                .lowCardinalityKeyValue("spend", String.valueOf(spend))
                .start();
        current.set(observation.openScope());
        boolean again = operationId.equals(repeated.get());
        repeated.remove();
        if (again) {
            observation.event(Observation.Event.of("retry"));
        }
    }

    @Override
    public void retried(String provider, String operationId, int attempt, Duration pause) {
        // The failed request has ended, so the event belongs to the next request.
        repeated.set(operationId);
    }

    @Override
    public void called(Call call) {
        Observation.Scope scope = current.get();
        if (scope == null) {
            return;
        }
        current.remove();
        scope.close();
        Observation observation = scope.getCurrentObservation();
        observation
                .lowCardinalityKeyValue("quote", String.valueOf(call.quote()))
                .lowCardinalityKeyValue("outcome", call.outcome().name().toLowerCase(Locale.ROOT));
        if (call.outcome() != Outcome.SUCCESS) {
            observation.error(new FailedCallException(call));
        }
        observation.stop();
    }

    /** The error of the observation of a failed request. This exception is never thrown. */
    private static final class FailedCallException extends Exception {

        private static final long serialVersionUID = 1;

        FailedCallException(Call call) {
            super(
                    call.provider() + " " + call.operationId() + ": "
                            + call.status().map(code -> "status " + code).orElse("no response"),
                    null,
                    false,
                    false);
        }
    }
}
