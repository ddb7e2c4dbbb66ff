package dev.certbridge.conformance.pact;

import au.com.dius.pact.provider.IHttpClientFactory;
import au.com.dius.pact.provider.IProviderInfo;
import au.com.dius.pact.provider.VerificationFailureType;
import au.com.dius.pact.provider.VerificationResult;
import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import java.net.URI;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/**
 * Verifies one interaction without Pact's reporter, which prints every interaction, and reports the reasons of a
 * failure.
 */
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

    /**
     * Pact's client without a second try: it would ask once more a second after a 429 or a 503, and an answer is judged
     * that our clients did not wait for.
     */
    static final class NoRetryClient implements IHttpClientFactory {

        private NoRetryClient() {}

        /** A target that is asked once for each interaction. */
        static HttpTestTarget at(URI stub) {
            return new HttpTestTarget(stub.getHost(), stub.getPort(), "/", NoRetryClient::new);
        }

        @Override
        public CloseableHttpClient newClient(IProviderInfo provider) {
            return HttpClients.custom()
                    .useSystemProperties()
                    .disableAutomaticRetries()
                    .build();
        }
    }
}
