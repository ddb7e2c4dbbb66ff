package dev.certbridge.reseller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A listener that is notified when an HTTP request starts, before a read is repeated, and when a request has ended. The
 * arguments of a listener's methods contain no address, header or body, and therefore no API key. All methods run in
 * the thread of the call, and their exceptions are ignored.
 */
@FunctionalInterface
public interface CallListener {

    /**
     * Receives a request before it is sent.
     *
     * @param operationId the operation id in the reseller's OpenAPI document
     * @param spend true if the request could cost money
     */
    default void started(String provider, String operationId, boolean spend) {}

    /**
     * Receives a failed read that will be repeated after a pause.
     *
     * @param attempt the number of the next request, 2 or more
     * @param pause the pause before the next request
     */
    default void retried(String provider, String operationId, int attempt, Duration pause) {}

    /** Receives a request that has ended. */
    void called(Call call);

    /**
     * Returns a listener that notifies all given listeners, in the given order. If a listener throws an exception, the
     * other listeners are still notified.
     */
    static CallListener all(List<CallListener> listeners) {
        List<CallListener> copy = List.copyOf(listeners);
        return new CallListener() {
            @Override
            public void started(String provider, String operationId, boolean spend) {
                each(listener -> listener.started(provider, operationId, spend));
            }

            @Override
            public void retried(String provider, String operationId, int attempt, Duration pause) {
                each(listener -> listener.retried(provider, operationId, attempt, pause));
            }

            @Override
            public void called(Call call) {
                each(listener -> listener.called(call));
            }

            private void each(Consumer<CallListener> notify) {
                Optional<RuntimeException> failed = Optional.empty();
                for (CallListener listener : copy) {
                    try {
                        notify.accept(listener);
                    } catch (RuntimeException e) {
                        failed = Optional.of(e);
                    }
                }
                failed.ifPresent(e -> {
                    throw e;
                });
            }
        };
    }

    /** The outcome of a request, by its HTTP status. */
    enum Outcome {
        /** The HTTP status is below 400. */
        SUCCESS,
        /** The HTTP status is from 400 to 499. */
        CLIENT_ERROR,
        /** The HTTP status is 500 or above. */
        SERVER_ERROR,
        /** No response arrived. */
        NO_RESPONSE
    }

    /**
     * A request that has ended.
     *
     * @param operationId the operation id in the reseller's OpenAPI document, {@code createCertificate} for instance
     * @param spend true if the call could cost money
     * @param quote true if the call asked for a price. If {@code quote} is true, {@code spend} is true too, because the
     *     reseller could treat the request for a price as an order
     * @param status the HTTP status, empty if no response arrived
     * @param took the duration of the call
     */
    record Call(
            String provider,
            String operationId,
            boolean spend,
            boolean quote,
            Optional<Integer> status,
            Duration took) {

        /** Returns the outcome that belongs to the HTTP status. */
        public Outcome outcome() {
            return status.map(code ->
                            code < 400 ? Outcome.SUCCESS : code < 500 ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR)
                    .orElse(Outcome.NO_RESPONSE);
        }
    }
}
