package dev.certbridge.temporal;

import dev.certbridge.reseller.failure.OutcomeUnknownException;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Orders; where nobody knows what came of it, looks first and asks for the same intent again. */
public final class BuyOneWorkflow implements BuyOne {

    private final Buying buying = Workflow.newActivityStub(
            Buying.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofMinutes(5))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumAttempts(5)
                            .build())
                    .build());

    @Override
    public String buy(String intent, String name) {
        try {
            return buying.order(intent, name);
        } catch (ActivityFailure e) {
            if (!unknown(e) || !buying.reconcile(intent)) {
                throw e;
            }
            return buying.order(intent, name);
        }
    }

    private static boolean unknown(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(OutcomeUnknownException.class.getName());
    }
}
