package dev.certbridge.client.observe;

import dev.certbridge.reseller.CallListener;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Writes lines about each call to an SLF4J logger: when the call starts (level debug), when a read is repeated (info),
 * and when the call has ended. The last line contains the operation, the status and the duration of the call. Its level
 * is debug if a response with a status below 400 arrived, and warning in all other cases. No line contains an address,
 * a header or a body.
 */
public final class LoggedCalls implements CallListener {

    private final Logger logger;

    /** Creates a listener. Pass the listener to {@link dev.certbridge.reseller.ConnectOptions.Builder#listener}. */
    @SuppressWarnings("exports")
    public LoggedCalls(Logger logger) {
        this.logger = logger;
    }

    @Override
    public void started(String provider, String operationId, boolean spend) {
        logger.debug("{} {}: started", provider, operationId);
    }

    @Override
    public void retried(String provider, String operationId, int attempt, Duration pause) {
        logger.info("{} {}: attempt {} follows in {} ms", provider, operationId, attempt, pause.toMillis());
    }

    @Override
    public void called(Call call) {
        String status = call.status().map(code -> "status " + code).orElse("no response");
        String line = call.provider() + " " + call.operationId() + ": " + status + " after "
                + call.took().toMillis() + " ms";
        if (call.outcome() == Outcome.SUCCESS) {
            logger.debug(line);
        } else {
            logger.warn(line);
        }
    }
}
