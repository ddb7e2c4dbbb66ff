package dev.certbridge.conformance.pact;

import au.com.dius.pact.provider.VerificationFailureType;
import au.com.dius.pact.provider.VerificationResult;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import java.util.stream.Collectors;

/** Verifies one interaction without Pact's reporter, which prints every interaction, and reports the reasons of a failure. */
final class QuietVerification {

    private QuietVerification() {}

    static void of(PactVerificationContext context) {
        try {
            context.verifyInteraction();
        } catch (AssertionError e) {
            String reasons = context.getTestExecutionResult().stream()
                    .map(VerificationResult.Failed::getFailures)
                    .flatMap(failures -> failures.values().stream())
                    .flatMap(failures -> failures.stream())
                    .map(VerificationFailureType::description)
                    .collect(Collectors.joining("; "));
            throw new AssertionError(
                    "the pact " + context.getPact().getConsumer().getName() + "-"
                            + context.getProviderInfo().getName() + " is not satisfied at \""
                            + context.getInteraction().getDescription() + "\": " + reasons,
                    e);
        }
    }
}
