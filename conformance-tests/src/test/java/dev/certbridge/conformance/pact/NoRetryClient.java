package dev.certbridge.conformance.pact;

import au.com.dius.pact.provider.IHttpClientFactory;
import au.com.dius.pact.provider.IProviderInfo;
import au.com.dius.pact.provider.junit5.HttpTestTarget;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;

/**
 * Pact's client without a second try: it would ask once more a second after a 429 or a 503, and an answer is judged that
 * our clients did not wait for.
 */
final class NoRetryClient implements IHttpClientFactory {

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
